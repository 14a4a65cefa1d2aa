/* Offers words that were kept on this device and not saved. It never replaces anything: the fields keep their words
   until the person asks. */
(function () {
  "use strict";

  function tellSaver(form) {
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function bringBack(form, copy) {
    /* What stands here now, if it is nowhere else, is kept as well, under a
       name that nothing later writes over. */
    if (!keptHere.isSafe(form)) keptHere.put(form);
    keptHere.turnPage();
    keptHere.fields(form).forEach(function (field) {
      var own = copy.words.filter(function (pair) { return pair[0] === field.name; });
      if (keptHere.isTick(field)) {
        field.checked = own.some(function (pair) { return pair[1] === field.value; });
      } else if (own.length) field.value = own[0][1];
    });
    /* With the base it was written on: if the leaf has changed since then,
       the two come to stand side by side, and neither covers the other. */
    if (copy.base) form.elements.base.value = copy.base;
    tellSaver(form);
  }

  function beginning(copy) {
    var longest = "";
    copy.words.forEach(function (pair) { if (pair[1].length > longest.length) longest = pair[1]; });
    return longest.length > 300 ? longest.slice(0, 300) + " …" : longest;
  }

  function offer(form, kept, said) {
    var copy = kept.copy;
    var box = document.createElement("div");
    box.className = "kept";
    box.appendChild(document.createElement("p")).textContent = said.kept;
    var words = box.appendChild(document.createElement("p"));
    words.className = "kept-words";
    words.dir = "auto";
    words.textContent = beginning(copy);
    words.id = kept.key;
    function button(text, act) {
      var made = box.appendChild(document.createElement("button"));
      made.type = "button";
      made.className = "button";
      made.textContent = text;
      made.setAttribute("aria-describedby", kept.key);
      made.addEventListener("click", function () {
        act();
        box.remove();
        (form.querySelector("textarea") || keptHere.fields(form)[0]).focus();
      });
    }
    button(said.bringBack, function () { bringBack(form, copy); });
    button(said.removeCopy, function () { localStorage.removeItem(kept.key); });
    form.insertBefore(box, form.firstChild);
  }

  function look(form) {
    var status = document.querySelector("[data-draft-status]");
    var sent = keptHere.words(form, true), here = keptHere.words(form);
    keptHere.drop(form, sent);
    keptHere.copies(form).reverse().forEach(function (kept) {
      if (!keptHere.same(kept.copy.words, here)) offer(form, kept, status.dataset);
    });
    /* Some browsers fill a reopened page with what was written there. That
       may be nowhere else, so it is saved like anything written now. */
    if (!keptHere.same(here, sent)) tellSaver(form);
  }

  /* Not before "pageshow": only then has the browser filled what it fills.
     A page that comes back whole still has its words, and its saver. */
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) document.querySelectorAll("form[data-draft]").forEach(look);
  });
})();
