/* If a photograph does not load, words say so, instead of the browser’s sign for a broken image. */
(function () {
  "use strict";

  function say(image) {
    var place = image.closest("[data-picture]");
    if (place) { place.textContent = place.dataset.cannot; }
  }

  document.addEventListener("error", function (fault) {
    if (fault.target.tagName === "IMG") { say(fault.target); }
  }, true);
  document.querySelectorAll("[data-picture] img").forEach(function (image) {
    if (image.complete && !image.naturalWidth) { say(image); }
  });
})();
