/* The list that says what has become of each chosen photograph, and the one sentence about all of them. */
function sendingLines(box) {
  "use strict";
  var MB = 1000000;
  var list = box.querySelector("[data-files]"), status = box.querySelector("[data-status]"), words = box.dataset;

  return {
    /* Adds a line for a file of this name. Returns the element that says what has become of it. */
    add: function (name) {
      var item = document.createElement("li"), called = document.createElement("bdi"), said = document.createElement("span");
      called.className = "sent-name";
      called.translate = false;
      called.textContent = name;
      item.append(called, said);
      list.append(item);
      return said;
    },
    /* How many bytes of a file have been sent. */
    part: function (one, bytes) {
      var far = words.part.replace("{part}", Math.min(bytes, one.file.size) / MB | 0);
      one.said.textContent = far.replace("{whole}", Math.ceil(one.file.size / MB));
    },
    /* The same sentence is not set twice: a screen reader would read it again. */
    say: function (text) { if (status.textContent !== text) status.textContent = text; }
  };
}
