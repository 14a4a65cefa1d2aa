/* This page may be the answer to the press of a button, because it needs no cookie. Loaded again, or come back to, such
   a page would ask whether to send the form again: the browser is told the address of the link instead. */
(function () {
  "use strict";
  var link = document.querySelector("[data-link]");
  if (link) history.replaceState(null, "", link.dataset.link + location.hash);
})();
