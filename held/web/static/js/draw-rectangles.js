/* Rectangles are drawn on the photograph with a finger, a pen or a mouse. Each fills in the numbers of the first part
   that is empty, or of the cut; there they can be corrected, and removed. A browser without pointer events has the
   numbers alone. */
(function () {
  "use strict";
  var LEAST = 1; // percent: a press that does not move draws nothing
  var form = document.querySelector("[data-covering]"), ours = rectangles(form), drawing = null;
  var choice = form.querySelector("[data-draws]"), full = form.querySelector("[data-full]");

  function percent(part) { return Math.round(Math.min(1, Math.max(0, part)) * 1000) / 10; }

  /* Where on the photograph, whatever room is left around it. */
  function placeOn(picture, event) {
    var point = picture.createSVGPoint(), size = picture.viewBox.baseVal;
    point.x = event.clientX;
    point.y = event.clientY;
    point = point.matrixTransform(picture.getScreenCTM().inverse());
    return [percent(point.x / size.width), percent(point.y / size.height)];
  }

  function begin(event) {
    var picture = event.target.closest("[data-draw]"), box;
    if (!picture || drawing || event.button || !event.isPrimary) return;
    box = form.elements.draws.value === "cut" ? ours.cut : ours.firstEmpty();
    full.textContent = box ? "" : full.dataset.full;
    if (!box) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    drawing = { picture: picture, box: box, before: ours.values(box), from: placeOn(picture, event), drawn: false };
  }

  function move(event) {
    var from, to;
    if (!drawing || !event.isPrimary) return;
    from = drawing.from;
    to = placeOn(drawing.picture, event);
    drawing.drawn = Math.abs(to[0] - from[0]) >= LEAST && Math.abs(to[1] - from[1]) >= LEAST;
    ours.fill(drawing.box, drawing.drawn ? [
      Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])
    ] : drawing.before);
  }

  function end(event) {
    if (!drawing || !event.isPrimary) return;
    if (event.type === "pointercancel") ours.fill(drawing.box, drawing.before);
    drawing = null;
  }

  form.addEventListener("input", ours.redraw);
  form.addEventListener("click", function (pressed) {
    var empty = pressed.target.closest("[data-empty]"), box = empty && empty.closest("[data-box]");
    if (!box) return;
    ours.fill(box, ["", "", "", ""]);
    box.querySelector("input").focus();
  });
  new MutationObserver(ours.redraw).observe(form.querySelector("[data-look]"), { childList: true });
  form.querySelectorAll("[data-without-script]").forEach(function (one) { one.hidden = true; });
  ours.redraw();
  if (!window.PointerEvent) return;
  choice.hidden = false;
  form.elements.draws[0].checked = true;
  form.addEventListener("pointerdown", begin);
  form.addEventListener("pointermove", move);
  form.addEventListener("pointerup", end);
  form.addEventListener("pointercancel", end);
})();
