/* Saves by itself what is written. The plain Save button works without it. Words stay on this device until a response
   says that they are saved. */
(function () {
  "use strict";
  var PAUSE = 1200, AT_LATEST = 8000, SLOW = 2000, RARELY = 60000, LAST_WORDS = 60000;
  document.querySelectorAll("form[data-draft]").forEach(watch);

  function watch(form) {
    var base = form.elements.base, SENDS = "button:not([type=button])", button = form.querySelector(SENDS);
    var written = 0, safe = 0, since = 0, wait = 0, timer, sending = false, leaving = false, pressed = null;
    var status = draftStatus(form, function () {
      if (safe !== written) { save(true); leaving = keptHere.put(form); }
    });
    base.value = base.value; /* touched, so that a browser restores it together with the words */
    function later(after) { clearTimeout(timer); timer = setTimeout(save, after); }
    /* One at a time, or an older save could overwrite a newer one. */
    function save(last) {
      if (safe === written || leaving) return;
      var kept = keptHere.put(form);
      if (sending) return;
      sending = true;
      var sent = written, words = keptHere.words(form), slow = setTimeout(status.slow, SLOW, kept);
      sendDraft(form, last === true && JSON.stringify(words).length * 3 < LAST_WORDS).then(function (told) {
        safe = sent;
        wait = since = 0;
        base.value = told.base || base.value;
        keptHere.drop(form, words);
        status.saved(told);
        form.dispatchEvent(new Event("saved"));
        if (pressed && safe === written) goOn(!pressed.matches("[data-stays]"));
      }).catch(function (why) {
        wait = Math.min(wait * 2 || 2000, RARELY);
        status.notSaved(why, kept);
        if (pressed) goOn(why.said);
      }).then(function () {
        clearTimeout(slow);
        sending = false;
        if (safe !== written) later(pressed ? 0 : wait || PAUSE);
      });
    }
    /* A pressed button sends the form once its words are saved, or the server has refused them. A button that stays
       does not; nor does any while nobody answers: the browser would put its own page in place of the words. */
    function goOn(further) {
      var by = pressed;
      pressed = null;
      if (further) { leaving = true; by.click(); }
    }

    form.addEventListener("input", function (event) {
      if (event.target.closest("[data-not-draft]")) return;
      written += 1;
      leaving = false; status.tell("");
      since = since || Date.now();
      if (wait) keptHere.put(form);
      else later(Math.max(0, Math.min(PAUSE, since + AT_LATEST - Date.now())));
    });
    /* The words go first, by this script: one save is on its way, not two. Words that are saved already go again: only
       an answer says that somebody can be reached. */
    form.addEventListener("submit", function (event) {
      if (leaving) return;
      event.preventDefault();
      status.tell("saving");
      pressed = button;
      if (safe === written) written += 1;
      save();
    });
    /* The button that sends the form, by Enter too. Safari has it since 15.4, and has `requestSubmit` since 16. */
    form.addEventListener("click", function (event) { button = event.target.closest(SENDS) || button; });
    form.addEventListener("save-now", save);
    window.addEventListener("online", function () { wait = 0; later(0); });
    window.addEventListener("pageshow", function () { leaving = false; later(0); });
    window.addEventListener("pagehide", function () { save(true); });
    document.addEventListener("visibilitychange", function () { if (document.hidden) save(true); });
    window.addEventListener("beforeunload", function (event) {
      if (safe === written || leaving) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }
})();
