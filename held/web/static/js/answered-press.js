/* This page may be the response to the press of a button, because it needs no cookie. When somebody reloads such a
   page or comes back to it, the browser would ask whether to send the form again: so it is given the address of the
   link instead. */
(function () {
  "use strict";
  var link = document.querySelector("[data-link]");
  if (link) history.replaceState(null, "", link.dataset.link + location.hash);
})();
