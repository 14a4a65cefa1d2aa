/* A few tools above a textarea that set Markdown around the selected words. Without this script the same marks can be
   typed by hand. The first press shows the sentence that explains them. */
(function () {
  "use strict";
  var PAIR = { bold: "**", italic: "_" };
  var START = { heading: "## ", quote: "> ", list: "- " };

  function press(area, tool) {
    if (PAIR[tool]) return marks.round(area, PAIR[tool], PAIR[tool]);
    if (START[tool]) return marks.before(area, START[tool]);
    marks.round(area, "[", "](https://)");
    area.setSelectionRange(area.selectionEnd + 2, area.selectionEnd + 10);
  }

  document.querySelectorAll("textarea[data-toolbar]").forEach(function (area) {
    var bar = document.createElement("div"), form = area.closest("form");
    var row = form && form.querySelector("[data-tools]"), explained = form && form.querySelector("[data-marks-said]");
    bar.className = "toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", area.dataset.toolbar);
    if (area.id) bar.setAttribute("aria-controls", area.id);
    var buttons = ["bold", "italic", "heading", "quote", "list", "link"].map(function (tool, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.tabIndex = at ? -1 : 0;
      button.setAttribute("data-tool", tool);
      button.textContent = area.getAttribute("data-label-" + tool);
      button.addEventListener("click", function () {
        press(area, tool);
        if (explained) explained.hidden = false;
      });
      return bar.appendChild(button);
    });
    /* One stop for Tab, arrows within: six more stops before each text field would be too many. */
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
    if (row) row.appendChild(bar);
    else area.parentNode.insertBefore(bar, area);
  });
})();
