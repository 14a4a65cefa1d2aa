/* Which files have arrived by this link, remembered only in this browser, so that choosing the same files again
   continues where they stopped. Neither the link nor a name is stored, only a few digits of each. If nothing can be
   stored all of them are sent again, and the server recognizes those it has. */
function sentBefore(address) {
  "use strict";
  var key = "held.sent." + digits(address), kept = read();

  function digits(text) {
    var one = 5381, other = 52711, at;
    for (at = 0; at < text.length; at += 1) {
      one = (Math.imul(one, 33) ^ text.charCodeAt(at)) >>> 0;
      other = (Math.imul(other, 65599) + text.charCodeAt(at)) >>> 0;
    }
    return one.toString(36) + other.toString(36);
  }
  function read() {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch (refused) { return []; }
  }

  return {
    has: function (name) { return kept.indexOf(digits(name)) >= 0; },
    put: function (name) {
      kept = read().concat(digits(name));
      try { localStorage.setItem(key, JSON.stringify(kept)); } catch (refused) { return; }
    }
  };
}
