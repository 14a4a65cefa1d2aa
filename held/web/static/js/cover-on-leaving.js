/* A photograph that was asked for is removed from the page when the page is left: a browser may keep the whole page,
   and bring it back, or show a small copy of it among its open windows. The text below a photograph stays in its
   place. */
window.addEventListener("pagehide", function () {
  "use strict";
  document.documentElement.style.overflowAnchor = "none"; // we scroll ourselves, because not every browser does
  document.querySelectorAll("[data-picture]").forEach(function (place) {
    var before = place.getBoundingClientRect();
    while (place.firstChild) { place.removeChild(place.firstChild); }
    if (before.bottom < 0) { window.scrollBy(0, place.getBoundingClientRect().bottom - before.bottom); }
  });
});
