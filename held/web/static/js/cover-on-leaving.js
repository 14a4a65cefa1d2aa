/* A photograph that was asked for is on the page no longer once the page is left: a browser may keep the whole page, and
   bring it back, or show a small copy of it among its open windows. */
window.addEventListener("pagehide", function () {
  "use strict";
  document.querySelectorAll("[data-picture]").forEach(function (place) {
    while (place.firstChild) { place.removeChild(place.firstChild); }
  });
});
