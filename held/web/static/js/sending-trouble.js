/* What an answer to one photograph means. Each row: what the queue does, and which words are said (`data-…` of the
   page's [data-sending]). tests/browser/test_sending_troubles.py has the same table.
     kept   it has arrived
     over   this photograph is over, the next one goes
     back   it goes to the back of the queue; after `tries` it is over, with the words `lastly`
     wait   the same, and all of them wait a little; without `tries` it is tried until it arrives
     renew  the form takes a new token, and this photograph goes again at once; after `tries` all stop
     stop   nothing more is sent from this page */
var sendingTrouble = (function () {
  "use strict";
  var PASSES = { queue: "wait", says: "again" }, FOREIGN = { queue: "wait", says: "foreign" };
  /* FOREIGN: a page that is not ours, from a hotel’s network or anything else in between. */
  var LATEST = 600000; /* ms: the longest wait for a Retry-After */
  var PAGE = { queue: "stop", says: "pageOver" };
  var TABLE = {
    unreadable: { queue: "back", says: "unread", tries: 3, lastly: "gone" },
    unreached: { queue: "wait", says: "again", often: "unreached" }, /* `often`: if it happens again and again */
    stalled: PASSES,
    400: { queue: "back", says: "again", tries: 3, lastly: "notWhole" }, /* cut off on the way, or damaged each time */
    401: FOREIGN, /* ours has an address at which to sign in */
    403: { queue: "over", says: "notThrough" }, /* ours has words: this one is from a server in between */
    404: PAGE,
    407: FOREIGN,
    408: PASSES,
    410: PAGE,
    413: { queue: "over", says: "tooBigHere" },
    425: PASSES,
    429: PASSES,
    500: { queue: "wait", says: "again", tries: 5, lastly: "ourFault" },
    511: FOREIGN /* RFC 6585: a network asks for a sign-in */
  };

  function rowOf(asked, hasToken) {
    var told = asked.response, isWell = asked.status >= 200 && asked.status < 300;
    if (asked.status === 401 && told && told.sign_in) {
      return { queue: "wait", says: "signedOut", signIn: told.sign_in };
    }
    if (asked.status === 403 && told && told.said) {
      return { queue: hasToken ? "renew" : "stop", tries: 3, says: "pageOver", said: told.said };
    }
    if (isWell && told && told.files && told.files[0]) {
      var file = told.files[0];
      return { queue: file.kept ? "kept" : "over", says: "notTaken", said: file.said, plain: file.plain };
    }
    if (isWell && told && told.said) return { queue: "over", says: "notTaken", said: told.said };
    if (isWell) return FOREIGN;
    return TABLE[asked.status] || (asked.status > 500 ? PASSES : { queue: "over", says: "notTaken" });
  }

  /* `what`: a word of `sendOne`, or an answered request. */
  function trouble(what, hasToken) {
    return typeof what === "string" ? TABLE[what] : rowOf(what, hasToken);
  }
  /* ms to wait, by the header Retry-After in seconds or as a date (RFC 9110 10.2.3); 0 without one. */
  trouble.retryAfter = function (what) {
    var after = what.getResponseHeader ? what.getResponseHeader("Retry-After") : null;
    if (!after) return 0;
    return Math.max(0, Math.min(LATEST, /^\d+$/.test(after) ? after * 1000 : Date.parse(after) - Date.now() || 0));
  };
  return trouble;
})();
