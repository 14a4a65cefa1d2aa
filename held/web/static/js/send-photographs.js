/* Sends photographs as soon as they are chosen, one by one, and says how far it is. Without it the field is the
   browser’s own, and the plain button sends them all at once. */
(function () {
  "use strict";
  var MOST = 60000000; /* bytes */
  var form = document.querySelector("form[data-send]"), box = document.querySelector("[data-sending]");
  /* On a bad connection a part of our scripts may be missing. */
  if (!form || !box || !window.canBeRead || !window.sendOne || !window.sendingTrouble || !window.sendingQueue || !window.sendingLines || !window.sendingWords) return;
  var input = form.elements.photographs, words = box.dataset, lines = sendingLines(box), about = sendingWords(words);
  var stop = box.querySelector("[data-stop]"), signIn = box.querySelector("[data-sign-in]");
  var none = box.parentNode.querySelector(".desk-empty"); /* “No photographs here yet” */
  var known = {}, all = [], trouble = ""; /* the state of each: waits, kept, over (not taken), gone (from the device) */
  var before = window.sentBefore ? sentBefore(form.getAttribute("action")) : { has: function () {}, put: function () {} };

  function those(state, other) {
    return all.filter(function (one) { return one.state === state || one.state === other; });
  }
  function tell(busy) {
    var kept = those("kept").length, own = those("kept", "over").map(function (one) { return one.own; });
    var told = own.length === all.length && own.every(function (said) { return said; }) ? own.join(" ") : "";
    var gone = those("gone").map(function (one) { return one.file.name; });
    lines.far(busy ? about.soFar(kept, all.length) : "", those("waits", "kept"));
    lines.say(trouble || (busy ? "" : about.end(kept, all.length, those("over").length, gone, told)), !trouble && !!told);
    stop.hidden = !busy;
    if (!trouble) signIn.hidden = true;
    box.querySelector("[data-see]").hidden = busy;
  }
  function end(one, state, text) { /* chosen again it is sent again */
    one.said.textContent = text;
    one.state = state;
  }
  var queue = sendingQueue(form, {
    going: function (one) { trouble = ""; one.sent = 0; one.said.textContent = words.going; },
    part: function (one, bytes) { lines.part(one, bytes); tell(true); },
    kept: function (one, row) {
      end(one, "kept", row.said);
      one.own = row.plain === false && row.said;
      before.put(one.name);
      if (none) none.hidden = true;
    },
    over: function (one, row, says) { end(one, says === "gone" ? "gone" : "over", row.said || words[says]); },
    back: function (one, says) { one.said.textContent = words[says === "signedOut" ? "untilSignedIn" : says]; },
    waits: function (says, address) {
      trouble = says === "unread" ? "" : words[says]; /* its own line says so; the others go on */
      signIn.hidden = !address; signIn.href = address || "";
    },
    stopped: function (rest, row) {
      rest.forEach(function (one) { end(one, "over", words.stopped); });
      trouble = row ? row.said || words[row.says] : words.stopped;
      tell(false);
    },
    next: tell
  });
  /* The file that was chosen before: by all we know about it, or by its name if it could not be read. */
  function chosenBefore(file, name) {
    return known[name] || those("gone").filter(function (one) { return one.file.name === file.name; })[0];
  }
  function add(file) {
    var name = [file.name, file.size, file.lastModified].join("/"), one = chosenBefore(file, name), has = before.has(name);
    if (one && (one.state === "waits" || one.state === "kept")) return;
    if (!one) all.push(one = { said: lines.add(file.name), state: "", own: "", sent: 0 });
    known[name] = one; one.file = file; one.name = name; one.sent = 0;
    if (has) end(one, "kept", words.before);
    else if (file.size > MOST) end(one, "over", words.tooBig);
    else { end(one, "waits", words.waiting); queue.add(one); }
  }
  function begin() {
    if (!input.files.length) return;
    trouble = "";
    Array.from(input.files).forEach(add);
    input.value = ""; box.hidden = false;
    queue.next();
  }
  form.classList.add("sends-itself");
  input.addEventListener("change", begin);
  form.addEventListener("submit", function (event) { event.preventDefault(); begin(); });
  stop.addEventListener("click", queue.stop);
  begin(); /* those that were chosen before this script had come */
})();
