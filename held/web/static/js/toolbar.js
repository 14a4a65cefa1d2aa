/* A few tools above a textarea that set Markdown round the selected words.
   Without this script the same marks can be typed by hand. */
(function () {
  "use strict";
  var LIMIT = { bold: "**", italic: "*" };
  var START = { heading: "## ", quote: "> ", list: "- " };

  /* Written as if typed, so that one Undo takes it back. A browser that
     cannot do that still gets the words, and whoever saves them is told. */
  function write(area, from, to, text) {
    var before = area.value;
    area.focus();
    area.setSelectionRange(from, to);
    document.execCommand("insertText", false, text);
    if (area.value !== before) return;
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function round(area, mark, after) {
    var from = area.selectionStart, to = area.selectionEnd;
    var words = area.value.slice(from, to) || area.dataset.words || "";
    write(area, from, to, mark + words + (after || mark));
    from += mark.length;
    area.setSelectionRange(from, from + words.length);
  }

  function before(area, mark) {
    var from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    var end = area.value.indexOf("\n", Math.max(area.selectionEnd - 1, from));
    var to = end < 0 ? area.value.length : end;
    var lines = area.value.slice(from, to).split("\n");
    var all = lines.every(function (line) { return line.indexOf(mark) === 0; });
    var text = lines.map(function (line) { return all ? line.slice(mark.length) : mark + line; }).join("\n");
    write(area, from, to, text);
    if (lines.length > 1) area.setSelectionRange(from, from + text.length);
  }

  function press(area, tool) {
    if (LIMIT[tool]) return round(area, LIMIT[tool]);
    if (START[tool]) return before(area, START[tool]);
    round(area, "[", "](https://)");
    area.setSelectionRange(area.selectionEnd + 2, area.selectionEnd + 10);
  }

  document.querySelectorAll("textarea[data-toolbar]").forEach(function (area) {
    var bar = document.createElement("div");
    bar.className = "toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", area.dataset.toolbar);
    if (area.id) bar.setAttribute("aria-controls", area.id);
    var buttons = ["bold", "italic", "heading", "quote", "list", "link"].map(function (tool, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.tabIndex = at ? -1 : 0;
      button.textContent = area.getAttribute("data-label-" + tool);
      button.addEventListener("click", function () { press(area, tool); });
      return bar.appendChild(button);
    });
    /* One stop for Tab, arrows within: seven stops before each page of
       writing would be six too many. */
    bar.addEventListener("keydown", function (event) {
      var ahead = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      var count = buttons.length, at = buttons.indexOf(document.activeElement);
      var next = { Home: 0, End: count - 1, ArrowLeft: at - 1, ArrowRight: at - 1 }[event.key];
      if (event.key === ahead) next = at + 1;
      if (next === undefined) return;
      next = (next + count) % count;
      event.preventDefault();
      buttons[at].tabIndex = -1;
      buttons[next].tabIndex = 0;
      buttons[next].focus();
    });
    area.parentNode.insertBefore(bar, area);
  });
})();
