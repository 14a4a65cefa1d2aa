/* Sends the chosen photographs one by one, and says in words how far it is. Without it the plain button sends them
   all at once. */
(function () {
  "use strict";
  var MOST = 60000000; /* bytes */
  var form = document.querySelector("form[data-send]"), box = document.querySelector("[data-sending]");
  /* On a bad connection a part of our scripts may be missing. */
  if (!form || !box || !window.canBeRead || !window.sendOne || !window.sendingTrouble || !window.sendingQueue || !window.sendingLines) return;
  var input = form.elements.photographs, words = box.dataset, lines = sendingLines(box);
  var stop = box.querySelector("[data-stop]"), signIn = box.querySelector("[data-sign-in]");
  var known = {}, all = 0, kept = 0, gone = [], trouble = "";
  var before = window.sentBefore ? sentBefore(form.getAttribute("action")) : { has: function () {}, put: function () {} };

  function tell(busy) {
    var names = gone.map(function (one) { return "\u2068" + one.file.name + "\u2069"; }).join(", ");
    var text = busy ? words.soFar : names ? words.chooseAgain : words.all;
    lines.say(trouble || text.replace("{done}", kept).replace("{all}", all).replace("{names}", function () { return names; }));
    stop.hidden = !busy;
    if (!trouble) signIn.hidden = true;
    box.querySelector("[data-see]").hidden = busy;
  }
  function end(one, text) {
    one.said.textContent = text;
    one.over = true; /* chosen again it is sent again */
  }
  var queue = sendingQueue(form, {
    going: function (one) { trouble = ""; one.said.textContent = words.going; },
    part: lines.part,
    kept: function (one, row) {
      one.said.textContent = row.said;
      kept += 1;
      before.put(one.name);
      box.nextElementSibling.hidden = box.nextElementSibling.matches(".desk-empty");
    },
    over: function (one, row, says) {
      end(one, row.said || words[says]);
      if (says === "gone") gone.push(one);
    },
    back: function (one, says) { one.said.textContent = words[says === "signedOut" ? "untilSignedIn" : says]; },
    waits: function (says, address) {
      trouble = says === "unread" ? "" : words[says]; /* its own line says so; the others go on */
      signIn.hidden = !address; signIn.href = address || "";
    },
    stopped: function (rest, row) {
      rest.forEach(function (one) { end(one, words.stopped); });
      trouble = row ? row.said || words[row.says] : words.stopped;
      tell(false);
    },
    next: tell
  });
  /* The file that was chosen before: by all we know about it, or by its name if it could not be read. */
  function chosenBefore(file, name) {
    return known[name] || gone.filter(function (one) { return one.file.name === file.name; })[0];
  }
  function add(file) {
    var name = [file.name, file.size, file.lastModified].join("/"), one = chosenBefore(file, name);
    if (one && !one.over) return;
    if (!one) { one = { said: lines.add(file.name) }; all += 1; }
    gone = gone.filter(function (other) { return other !== one; });
    known[name] = one; one.file = file; one.name = name; one.over = false;
    one.said.textContent = before.has(name) ? words.before : file.size > MOST ? words.tooBig : words.waiting;
    if (before.has(name)) kept += 1; else if (file.size <= MOST) queue.add(one);
  }
  form.addEventListener("submit", function (event) {
    if (!input.files.length) return;
    event.preventDefault();
    trouble = "";
    Array.from(input.files).forEach(add);
    input.value = ""; box.hidden = false;
    queue.next();
  });
  stop.addEventListener("click", queue.stop);
})();
