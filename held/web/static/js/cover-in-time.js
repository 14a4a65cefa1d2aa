/* Photographs that were asked for are covered after some minutes, even if nobody leaves the page. The response has a
   Refresh header for browsers without scripts; but a device that slept would show them for a moment when it wakes. */
(function () {
  "use strict";
  var form = document.querySelector("[data-cover-after]"), end;
  if (!form) return;
  end = Date.now() + 1000 * Number(form.dataset.coverAfter);

  function coverInTime() {
    if (Date.now() < end) return;
    document.documentElement.style.visibility = "hidden";
    location.replace(form.dataset.covered);
  }

  setTimeout(coverInTime, end - Date.now() + 100);
  document.addEventListener("visibilitychange", coverInTime);
  window.addEventListener("focus", coverInTime);
})();
