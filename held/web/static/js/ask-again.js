/* A browser may keep a whole page and bring it back on BACK without asking us, though we said no-store. What was taken
   back meanwhile must not come back with it: the page is covered as it is left, and asked for again if it returns. */
(function () {
  "use strict";
  window.addEventListener("pagehide", function () {
    document.documentElement.hidden = true;
  });
  window.addEventListener("pageshow", function (shown) {
    if (shown.persisted) { location.reload(); } else { document.documentElement.hidden = false; }
  });
})();
