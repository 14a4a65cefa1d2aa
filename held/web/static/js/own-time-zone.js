/* Chooses the time zone of this browser, on the page that is loaded until somebody has set one. It is stored only by
   the button, and without this script the machine's zone is chosen. */
(function () {
  "use strict";
  var field = document.querySelector("select[name=answer]"), given = field && field.querySelector("option[selected]");
  if (!given || given.value !== field.value || !window.Intl) return; /* chosen before: somebody came back to the page */
  var here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (Array.from(field.options).some(function (one) { return one.value === here; })) field.value = here;
})();
