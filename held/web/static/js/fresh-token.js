/* Loads the page of a form again, and takes over its current token. Somebody may have signed in or out in another
   tab: then the old one is not valid. `later` gets the address of the entrance if somebody has to sign in first.
   Returns the request. */
var freshToken = (function () {
  "use strict";
  return function (form, goOn, later) {
    var token = form.elements.csrfmiddlewaretoken, asked = new XMLHttpRequest();
    asked.open("GET", form.getAttribute("action"));
    asked.timeout = 60000; /* ms: a dead connection must not hold up the photographs */
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
