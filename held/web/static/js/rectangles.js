/* The rectangles that the numbers mean, over the photograph. The form sends the numbers; drawing fills them in.
   An empty field means the edge of the photograph. */
function rectangles(form) {
  "use strict";
  var EDGES = ["left", "top", "right", "bottom"], EDGE = [0, 0, 100, 100];
  var boxes = Array.from(form.querySelectorAll("[data-box]")), cut = boxes.pop(), fold = form.querySelector("[data-more]");

  function fields(box) {
    return EDGES.map(function (edge) { return box.querySelector('[name$="' + edge + '"]'); });
  }

  function values(box) { return fields(box).map(function (field) { return field.value.trim(); }); }

  function isEmpty(box) { return !values(box).join(""); }

  /* In percent; null if nothing is written, or something that we can’t draw. */
  function numbers(box) {
    var all = values(box).map(function (value, at) {
      return value ? Number(value.replace(",", ".").replace("%", "")) : EDGE[at];
    });
    if (isEmpty(box) || !all.every(function (one) { return one >= 0 && one <= 100; })) return null;
    return [Math.min(all[0], all[2]), Math.min(all[1], all[3]), Math.max(all[0], all[2]), Math.max(all[1], all[3])];
  }

  function draw(rectangle, left, top, right, bottom) {
    rectangle.setAttribute("x", left + "%");
    rectangle.setAttribute("y", top + "%");
    rectangle.setAttribute("width", right - left + "%");
    rectangle.setAttribute("height", bottom - top + "%");
  }

  function drawAll(drawn) {
    var kept = numbers(cut) || EDGE;
    draw(drawn[0], 0, 0, 100, kept[1]);
    draw(drawn[1], 0, kept[3], 100, 100);
    draw(drawn[2], 0, kept[1], kept[0], kept[3]);
    draw(drawn[3], kept[2], kept[1], 100, kept[3]);
    boxes.forEach(function (box, at) { draw.apply(null, [drawn[at + 4]].concat(numbers(box) || [0, 0, 0, 0])); });
  }

  function redraw() {
    var drawn = form.querySelectorAll("[data-draw] rect");
    if (drawn.length === boxes.length + 4) drawAll(drawn);
    boxes.concat(cut).forEach(function (box) { box.querySelector("[data-empty]").hidden = isEmpty(box); });
    boxes.forEach(function (box) {
      box.hidden = isEmpty(box) && box !== boxes.find(isEmpty) && !box.contains(document.activeElement);
    });
  }

  /* Of the empty ones only the first is shown, so that nothing has to be folded away. */
  if (fold) {
    fold.querySelectorAll("[data-box]").forEach(function (box) { fold.parentNode.insertBefore(box, fold); });
    fold.parentNode.removeChild(fold);
  }

  return {
    cut: cut,
    redraw: redraw,
    values: values,
    firstEmpty: function () { return boxes.find(isEmpty); },
    /* Writes four numbers, or what was written before. */
    fill: function (box, written) {
      fields(box).forEach(function (field, at) { field.value = written[at]; });
      redraw();
    }
  };
}
