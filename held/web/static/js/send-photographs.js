/* Sends the chosen photographs one by one, two at a time, and says in words
   how far they are. Without it the plain button sends them all at once. */
(function () {
  "use strict";
  var AT_ONCE = 2, MB = 1000000, MOST = 60 * MB;
  var form = document.querySelector("form[data-send]"), box = document.querySelector("[data-sending]");
  if (!form || !box || !window.FormData || !window.sendOne) return; /* on a bad line a part of us may be missing */
  var input = form.elements.photographs, words = box.dataset, list = box.querySelector("[data-files]");
  var status = box.querySelector("[data-status]"), stop = box.querySelector("[data-stop]"), signIn = box.querySelector("[data-sign-in]");
  var waiting = [], known = {}, all = 0, kept = 0, going = [];
  var before = window.sentBefore ? sentBefore(form.getAttribute("action")) : { has: function () {}, put: function () {} };

  function line(name) {
    var item = document.createElement("li"), called = document.createElement("bdi"), said = document.createElement("span");
    called.className = "sent-name";
    called.translate = false;
    called.textContent = name;
    item.append(called, said);
    list.append(item);
    return said;
  }
  /* The same sentence is not said twice: a screen reader would read it. */
  function say(text) { if (status.textContent !== text) status.textContent = text; }
  function tell() {
    var busy = waiting.length + going.length > 0;
    say((busy ? words.soFar : words.all).replace("{done}", kept).replace("{all}", all));
    stop.hidden = !busy; signIn.hidden = true;
    box.querySelector("[data-see]").hidden = busy;
  }
  function next() {
    while (going.length < AT_ONCE && waiting.length) begin(waiting.shift());
    tell();
  }
  function begin(one) {
    one.said.textContent = words.going;
    going.push(one);
    one.stop = sendOne(form, one.file, {
      part: function (bytes) {
        var far = words.part.replace("{part}", Math.min(bytes, one.file.size) / MB | 0);
        one.said.textContent = far.replace("{whole}", Math.ceil(one.file.size / MB));
      },
      again: function (address) {
        one.said.textContent = words.again; say(address ? words.signedOut : words.again);
        signIn.hidden = !address; signIn.href = address || "";
      },
      done: function (isKept, sentence) { end(one, isKept, sentence || words.notTaken); }
    });
  }
  function end(one, isKept, sentence) {
    one.said.textContent = sentence;
    one.over = !isKept; /* chosen again it is sent again */
    if (isKept) { kept += 1; before.put(one.name); box.nextElementSibling.hidden = box.nextElementSibling.matches(".desk-empty"); }
    going = going.filter(function (other) { return other !== one; });
    next();
  }
  form.addEventListener("submit", function (event) {
    if (!input.files.length) return;
    event.preventDefault();
    Array.from(input.files).forEach(function (file) {
      var name = [file.name, file.size, file.lastModified].join("/"), one = known[name];
      if (one && !one.over) return;
      if (!one) { one = known[name] = { file: file, name: name, said: line(file.name) }; all += 1; }
      one.over = false;
      one.said.textContent = before.has(name) ? words.before : file.size > MOST ? words.tooBig : words.waiting;
      if (before.has(name)) kept += 1; else if (file.size <= MOST) waiting.push(one);
    });
    input.value = ""; box.hidden = false;
    next();
  });
  stop.addEventListener("click", function () {
    going.concat(waiting).forEach(function (one) {
      if (one.stop) one.stop();
      one.over = true;
      one.said.textContent = words.stopped;
    });
    going = []; waiting = [];
    tell();
    say(words.stopped);
  });
})();
