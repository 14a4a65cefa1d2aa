/* Sends one photograph to the place and hands on what it answers. Only an
   answer in our own words counts; without one the photograph is still on
   this phone, and is sent again. */
var sendOne = (function () {
  "use strict";
  var FIRST_WAIT = 4000, LONGEST_WAIT = 60000, MOST_RENEWALS = 3;

  /* The token of the form, if it has one, and this one file, never the others chosen. */
  function filled(form, file) {
    var sent = new FormData(), token = form.elements.csrfmiddlewaretoken;
    if (token) sent.append("csrfmiddlewaretoken", token.value);
    sent.append("photographs", file, file.name);
    return sent;
  }

  /* `heard` gets: done(kept, said), part(bytes), and again(signIn) before each
     further try, with an address where somebody has to sign in first.
     Returns a function that stops it. */
  return function (form, file, heard) {
    var asked, timer, wait = 0, renewed = 0, over = false;

    function tryAgain(signIn) {
      if (over) return;
      wait = Math.min(wait * 2 || FIRST_WAIT, LONGEST_WAIT);
      heard.again(signIn);
      timer = setTimeout(renew, wait);
    }
    function atOnce() {
      if (over || !wait || asked.readyState !== 4) return;
      clearTimeout(timer);
      renew();
    }
    function renew() {
      if (!window.freshToken || !form.elements.csrfmiddlewaretoken) send();
      else asked = freshToken(form, function () { if (!over) send(); }, tryAgain);
    }
    function end() {
      over = true;
      clearTimeout(timer);
      window.removeEventListener("online", atOnce);
      window.removeEventListener("focus", atOnce);
    }
    function answered() {
      var told = asked.response, one = told && told.files && told.files[0];
      if (over) return;
      if (asked.status === 200 && one) {
        end();
        heard.done(one.kept, one.said);
      } else if (asked.status === 401 && told && told.sign_in) {
        tryAgain(told.sign_in);
      } else if (asked.status === 403 && form.elements.csrfmiddlewaretoken && renewed < MOST_RENEWALS) {
        renewed += 1;
        renew();
      } else if (asked.status === 503 || asked.status === 502 || asked.status === 504 || asked.status === 400) {
        tryAgain();
      } else {
        end();
        heard.done(false, told && told.said);
      }
    }
    function send() {
      asked = new XMLHttpRequest();
      asked.open("POST", form.getAttribute("action"));
      asked.setRequestHeader("Accept", "application/json");
      asked.responseType = "json";
      asked.upload.onprogress = function (so) { if (!over) heard.part(so.loaded); };
      asked.onload = answered;
      asked.onerror = asked.ontimeout = function () { tryAgain(); };
      asked.send(filled(form, file));
    }
    window.addEventListener("online", atOnce);
    window.addEventListener("focus", atOnce);
    send();
    return function () {
      end();
      asked.abort();
    };
  };
})();
