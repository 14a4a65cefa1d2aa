/* Sends what stands in a form to the place and hands on what it answers.
   Only an answer in our own words counts: whatever else may come back, a
   sign-in page or a proxy's, must not pass for "saved". */
var sendDraft = (function () {
  "use strict";
  var GIVE_UP = 30000; /* a line that hangs must not hold up the newer words */

  /* isLast: the page is going away, and the browser is asked to finish. */
  return function (form, isLast) {
    var stop = new AbortController();
    setTimeout(function () { stop.abort(); }, GIVE_UP);
    return fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: isLast,
      signal: stop.signal
    }).then(function (answer) {
      return answer.json().then(function (told) {
        if (answer.ok && (told.base || told.differs)) return told;
        throw answer.status === 401 ? told : answer;
      });
    });
  };
})();
