/* Saves by itself what is written. The plain Save button works without it. Words stay on this device until a response
   says that they are saved. */
(function () {
  "use strict";
  var PAUSE = 1200, AT_LATEST = 8000, SLOW = 2000, RARELY = 60000, LAST_WORDS = 60000;
  document.querySelectorAll("form[data-draft]").forEach(watch);

  function watch(form) {
    var status = document.querySelector("[data-draft-status]"), said = status.dataset, base = form.elements.base;
    var written = 0, safe = 0, since = 0, wait = 0, timer, sending = false, leaving = false, pressed = null;
    var SENDS = "button:not([type=button])", button = form.querySelector(SENDS);
    base.value = base.value; /* touched, so that a browser restores it together with the words */
    /* The same sentence is not set twice: a screen reader would read it again. */
    function say(text, label, address) {
      if (said.now === text) return;
      said.now = status.textContent = text;
      if (!address) return;
      var link = document.createElement("a");
      link.href = address;
      link.textContent = label;
      link.addEventListener("click", function () { if (safe !== written) { save(true); leaving = keptHere.put(form); } });
      status.append(" ", link);
    }
    function later(after) { clearTimeout(timer); timer = setTimeout(save, after); }
    /* One at a time, or an older save could overwrite a newer one. */
    function save(last) {
      if (safe === written || leaving) return;
      var kept = keptHere.put(form);
      if (sending) return;
      sending = true;
      var sent = written, words = keptHere.words(form);
      var slow = setTimeout(say, SLOW, kept ? said.saving : said.notKept);
      sendDraft(form, last === true && JSON.stringify(words).length * 3 < LAST_WORDS).then(function (told) {
        safe = sent;
        wait = since = 0;
        base.value = told.base || base.value;
        keptHere.drop(form, words);
        if (told.differs) say(said.differs, said.seeBoth, told.differs);
        else say(told.said || said.saved);
      }).catch(function (why) {
        wait = Math.min(wait * 2 || 2000, RARELY);
        if (why.sign_in) say(why.said || said.signedOut, said.signIn, why.sign_in);
        else say(why.said || (kept ? said.offline : said.notKept));
      }).then(function () {
        clearTimeout(slow);
        sending = false;
        if (pressed) pressed();
        else if (safe !== written) later(wait || PAUSE);
      });
    }

    form.addEventListener("input", function (event) {
      if (event.target.closest("[data-not-draft]")) return;
      written += 1;
      leaving = false;
      since = since || Date.now();
      if (wait) keptHere.put(form);
      else later(Math.max(0, Math.min(PAUSE, since + AT_LATEST - Date.now())));
    });
    /* A save on its way and a pressed button would become two versions. */
    form.addEventListener("submit", function (event) {
      if (safe !== written) keptHere.put(form);
      leaving = !sending; pressed = null;
      if (leaving) return;
      event.preventDefault();
      pressed = function () { button.click(); };
    });
    /* The button that sends the form, by Enter too. Safari has it since 15.4, and has `requestSubmit` since 16. */
    form.addEventListener("click", function (event) { button = event.target.closest(SENDS) || button; });
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
