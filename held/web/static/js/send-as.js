/* The sign-in has ended, and words wait on this page. When somebody looks at this tab again, it takes over the
   current token, and the button says in whose name it sends. Without it the first press is refused, and the page that
   answers says the name. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-fresh-token]"), looking = false;
  if (!form) return;
  var button = form.querySelector("[data-send-as]");
  function look() {
    var asked = new XMLHttpRequest();
    if (document.visibilityState !== "visible" || looking) return;
    looking = true;
    asked.open("GET", form.dataset.freshToken);
    asked.responseType = "document";
    asked.onload = function () {
      var page = asked.response, fresh = page && page.querySelector("[name=csrfmiddlewaretoken]");
      var who = page && page.querySelector("[data-signed-in]"); /* on no other page: not if nobody is signed in */
      looking = false;
      if (!fresh || !who) return;
      form.elements.csrfmiddlewaretoken.value = fresh.value;
      button.textContent = button.dataset.sendAs.replace("{name}", function () { return who.textContent; });
    };
    asked.onerror = asked.ontimeout = function () { looking = false; };
    asked.send();
  }
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
})();
