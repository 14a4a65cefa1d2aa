/* Sends a form's words to the server and passes its response on. Only a response in our own words counts: anything
   else, such as a sign-in page or a proxy's page, must not count as "saved". */
var sendDraft = (function () {
  "use strict";
  var GIVE_UP = 30000; /* ms: a hanging connection must not hold up the newer words */

  /* Each save has a number: one that arrives late, or twice, is then recognized as older words of this same page, and
     not taken for somebody else's. */
  function count(form) {
    var turn = form.elements.turn;
    if (turn) turn.value = Number(turn.value) + 1;
  }
  document.addEventListener("submit", function (event) {
    if (event.target.matches("form[data-draft]")) count(event.target);
  }, true);

  /* isLast: the page is being closed, and the browser is asked to finish. A form with more than words on it says in
     `data-words-at` where its words alone are saved. */
  return function (form, isLast) {
    count(form);
    var stop = window.AbortController ? new AbortController() : null; /* Safari 12.0 has none, and waits */
    if (stop) setTimeout(function () { stop.abort(); }, GIVE_UP);
    return fetch(form.dataset.wordsAt || form.getAttribute("action") || location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: isLast,
      signal: stop ? stop.signal : undefined
    }).then(function (answer) {
      return answer.json().then(function (told) {
        if (answer.ok && told.base !== undefined) return told;
        throw told;
      });
    });
  };
})();
