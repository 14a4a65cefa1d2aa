/* A browser may keep a whole page and bring it back on BACK without asking us, although we sent no-store. What was
   taken back meanwhile must not come back with it: the page is covered when it is left, and requested again if it
   returns. */
(function () {
  "use strict";
  var root = document.documentElement;
  window.addEventListener("pagehide", function () {
    root.style.visibility = "hidden"; // it keeps its height: a page without any would come back at its top
  });
  window.addEventListener("pageshow", function (shown) {
    if (shown.persisted) { location.reload(); } else { root.style.visibility = ""; }
  });
})();
