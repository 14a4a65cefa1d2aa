/* The list that says what has become of each chosen photograph; the bar; and the sentences about all of them. */
function sendingLines(box) {
  "use strict";
  var MB = 1000000;
  var list = box.querySelector("[data-files]"), status = box.querySelector("[data-status]"), words = box.dataset;
  var onTheWay = box.querySelector("[data-on-the-way]"), far = box.querySelector("[data-how-far]");
  var bar = box.querySelector("progress");

  function show(where, text) { if (where.textContent !== text) where.textContent = text; }

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
      var text = words.part.replace("{part}", Math.min(bytes, one.file.size) / MB | 0);
      one.sent = Math.min(bytes, one.file.size);
      one.said.textContent = text.replace("{whole}", Math.ceil(one.file.size / MB));
    },
    /* The bar counts the bytes of those that have arrived or are still to be sent. Without a text it is hidden. */
    far: function (text, some) {
      show(far, text);
      bar.max = some.reduce(function (sum, one) { return sum + one.file.size; }, 0) || 1;
      bar.value = some.reduce(function (sum, one) { return sum + (one.state === "kept" ? one.file.size : one.sent); }, 0);
      onTheWay.hidden = !text;
    },
    /* A screen reader reads this aloud, so the same sentence is not set twice, and how far it is isn't said here. */
    say: function (text, isSeen) {
      show(status, text);
      status.classList.toggle("visually-hidden", isSeen); /* each line says it to those who see it */
    }
  };
}
