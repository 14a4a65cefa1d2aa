/* Sets Markdown around selected words. held/lib/marks.py says what is read as a mark: a pair goes around whole words
   of one line. */
var marks = (function () {
  "use strict";
  var STARTS = /^(?:## |> |- )*/;
  /* Scripts without spaces between words, where a mark may be inside a run of letters. */
  var UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\ua4cf\\ua960-\\ud7ff\\uf900-\\ufaff\\uff00-\\uffef";
  var BEFORE = new RegExp("[\\s\"'(\\[{«»„“”‘’‚‹›–—…¡¿*_" + UNSPACED + "]");
  var AFTER = new RegExp("[\\s\"')\\]}«»„“”‘’‚‹›–—….,;:!?*_،؛؟" + UNSPACED + "]");

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

  /* The start and end of the selected lines. */
  function lines(area) {
    var from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    var end = area.value.indexOf("\n", Math.max(area.selectionEnd - 1, from));
    return { from: from, to: end < 0 ? area.value.length : end };
  }

  /* The words of a line that a mark goes around: no mark of the line, no space
     at either end, and the whole of a word that is selected in part. A caret
     selects the word it is in. */
  function words(line, from, to, isCaret) {
    var least = STARTS.exec(line)[0].length;
    from = Math.max(from, least);
    to = Math.max(Math.min(to, line.length), from);
    while (from < to && /\s/.test(line.charAt(from))) from++;
    while (to > from && /\s/.test(line.charAt(to - 1))) to--;
    if (from === to && !isCaret) return { from: from, to: to };
    while (from > least && !BEFORE.test(line.charAt(from - 1))) from--;
    while (to < line.length && !AFTER.test(line.charAt(to))) to++;
    return { from: from, to: to };
  }

  /* Each selected line gets its own pair; a link goes around the first line. */
  function round(area, mark, after) {
    var at = lines(area), from = area.selectionStart, to = area.selectionEnd, begin = at.from, made = [];
    var text = area.value.slice(at.from, at.to).split("\n").map(function (line) {
      var start = begin, within = words(line, from - start, to - start, from === to);
      var said = line.slice(within.from, within.to) || (from === to && area.dataset.words) || "";
      begin += line.length + 1;
      if (!said || (made.length && mark === "[")) return line;
      made.push({ from: start + within.from + mark.length, length: said.length });
      return line.slice(0, within.from) + mark + said + after + line.slice(within.to);
    }).join("\n");
    if (!made.length) return;
    write(area, at.from, at.to, text);
    if (made.length > 1) area.setSelectionRange(at.from, at.from + text.length);
    else area.setSelectionRange(made[0].from, made[0].from + made[0].length);
  }

  function before(area, mark) {
    var at = lines(area), given = area.value.slice(at.from, at.to).split("\n");
    var several = given.length > 1;
    function has(line) { return line.indexOf(mark) === 0; }
    function isEmpty(line) { return several && !line.trim(); }
    var all = given.every(function (line) { return has(line) || isEmpty(line); });
    var text = given.map(function (line) {
      if (all) return has(line) ? line.slice(mark.length) : line;
      /* An empty line of a quotation keeps its paragraphs together. */
      return has(line) || (isEmpty(line) && mark !== "> ") ? line : mark + line;
    }).join("\n");
    write(area, at.from, at.to, text);
    if (several) area.setSelectionRange(at.from, at.from + text.length);
  }

  return { round: round, before: before };
})();
