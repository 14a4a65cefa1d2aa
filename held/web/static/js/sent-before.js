/* Which files have arrived by this link, remembered in this browser alone, so
   that the same ones chosen again go on where they were. Neither the link nor
   a name is kept, only a few digits of each. Where nothing can be kept all of
   them are sent anew, and the place knows those it has. */
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
