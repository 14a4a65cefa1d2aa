/* Which files have arrived by this link, remembered only in this browser, so that choosing the same files again
   continues where they stopped. Neither the link nor a name is stored, only a few digits of each. If nothing can be
   stored all of them are sent again, and the server recognizes those it has.
   One that was taken back, here or on another device, is sent again: the page does not name it any more. */
function sentBefore(address) {
  "use strict";
  var key = "held.sent." + digits(address), kept = read(), now = [];
  var named = Array.from(document.querySelectorAll("[data-sent-name]"), function (one) { return one.textContent; });

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
    has: function (name) {
      var isNamed = named.indexOf(name.slice(0, name.indexOf("/"))) >= 0;
      return now.indexOf(name) >= 0 || (isNamed && kept.indexOf(digits(name)) >= 0);
    },
    put: function (name) {
      now.push(name);
      kept = read().concat(digits(name));
      try { localStorage.setItem(key, JSON.stringify(kept)); } catch (refused) { return; }
    }
  };
}

/* Two of one name cannot be told apart on the page, so everything is forgotten before one is taken back. */
document.addEventListener("click", function (event) {
  "use strict";
  if (!event.target.closest || !event.target.closest("[data-takes-back]")) return;
  try {
    Object.keys(localStorage).forEach(function (key) { if (key.indexOf("held.sent.") === 0) localStorage.removeItem(key); });
  } catch (refused) { return; }
});
