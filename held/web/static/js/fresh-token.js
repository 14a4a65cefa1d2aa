/* Looks once more at the page of a form, and takes over the token that fits now.
   Somebody may have signed in or out in another tab: then the old one does not.
   `later` gets the address of the entrance where somebody has to sign in first.
   Returns the request. */
var freshToken = (function () {
  "use strict";
  return function (form, goOn, later) {
    var token = form.elements.csrfmiddlewaretoken, asked = new XMLHttpRequest();
    asked.open("GET", form.getAttribute("action"));
    asked.timeout = 60000; /* ms: a line that fell silent must not hold up the photographs */
    asked.responseType = "document";
    asked.onload = function () {
      var fresh = asked.response && asked.response.querySelector("[data-send] [name=csrfmiddlewaretoken]");
      if (asked.responseURL.indexOf("/entrance/") > 0) { later(asked.responseURL); return; }
      if (fresh) token.value = fresh.value;
      goOn();
    };
    asked.onerror = asked.ontimeout = function () { later(); };
    asked.send();
    return asked;
  };
})();
