/* Which photograph is sent next: two at once, and one that did not arrive goes behind those that wait, so that it
   does not hold them up. sending-trouble.js says what each response means. */
var sendingQueue = (function () {
  "use strict";
  var AT_ONCE = 2, FIRST_WAIT = 4000, LONGEST_WAIT = 60000, OFTEN = 3; /* the waits are ms */

  /* `tell`: going(one), part(one, bytes), kept(one, row), over(one, row), back(one, says), waits(says, signIn),
     stopped(some, row), and next(busy) whenever something has changed. */
  return function (form, tell) {
    var waiting = [], going = [], wait = 0, unreached = 0, held = false, timer = 0, renewing = null, isAsked = false;
    var hasToken = !!form.elements.csrfmiddlewaretoken;

    function next() {
      while (!held && going.length < AT_ONCE && waiting.length) begin(waiting.shift());
      tell.next(waiting.length + going.length > 0);
    }
    function begin(one) {
      going.push(one);
      tell.going(one);
      one.stop = sendOne(form, one.file, one.patience || 1, {
        part: function (bytes) { tell.part(one, bytes); },
        came: function (what) { came(one, what, sendingTrouble(what, hasToken)); }
      });
    }
    function came(one, what, row) {
      going.splice(going.indexOf(one), 1);
      unreached = what === "unreached" ? unreached + 1 : 0;
      if (what === "stalled") one.patience = (one.patience || 1) * 2;
      if (row.tries) one.tries = (one.tries || 0) + 1;
      var isLast = row.tries && one.tries >= row.tries;
      if (row.queue === "kept") { wait = 0; tell.kept(one, row); }
      else if (row.queue === "over" || (isLast && row.lastly)) tell.over(one, row, isLast ? row.lastly : row.says);
      else if (row.queue === "stop" || isLast) { waiting.push(one); end(row); return; }
      else again(one, what, row);
      next();
    }
    function again(one, what, row) {
      var after = sendingTrouble.retryAfter(what);
      var says = after > LONGEST_WAIT ? "later" : row.often && unreached >= OFTEN ? row.often : row.says;
      var isAlone = waiting.every(function (other) { return other.tries; });
      if (row.queue === "renew") { waiting.unshift(one); if (!held) renew(); return; }
      waiting.push(one);
      tell.back(one, says);
      if (row.queue === "wait" || isAlone) hold(after, says, row.signIn || "");
    }
    function hold(asked, says, signIn) {
      if (!timer) wait = Math.min(wait * 2 || FIRST_WAIT, LONGEST_WAIT);
      if (!timer || asked) {
        clearTimeout(timer);
        timer = setTimeout(renew, Math.max(wait, asked));
        isAsked = asked > 0;
      }
      held = true;
      tell.waits(says, signIn);
    }
    function renew() {
      clearTimeout(timer);
      timer = 0; held = true;
      if (!window.freshToken || !hasToken) goOn();
      else renewing = freshToken(form, goOn, function (signIn) {
        unreached += 1;
        hold(0, signIn ? "signedOut" : unreached >= OFTEN ? "unreached" : "again", signIn);
      });
    }
    function goOn() { if (!timer) { held = false; next(); } } /* a timer: the other one failed meanwhile */
    /* Somebody came back to this page, or the network did: skip the rest of a wait, unless we were asked to wait. */
    function atOnce() { if (timer && !isAsked) renew(); }
    function end(row) {
      var rest = going.concat(waiting);
      clearTimeout(timer);
      if (renewing) renewing.abort();
      rest.forEach(function (one) { if (one.stop) one.stop(); });
      timer = wait = unreached = 0; held = false; going = []; waiting = [];
      tell.stopped(rest, row);
    }
    window.addEventListener("online", atOnce);
    window.addEventListener("focus", atOnce);
    return { add: function (one) { one.tries = 0; waiting.push(one); }, next: next, stop: function () { end(null); } };
  };
})();
