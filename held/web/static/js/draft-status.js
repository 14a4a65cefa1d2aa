/* What a form that saves by itself says: one word in the row above the words, and a sentence below them. */
var draftStatus = (function () {
  "use strict";
  /* `leave` is called before a link in the sentence leads away from the page. */
  return function (form, leave) {
    var status = document.querySelector("[data-draft-status]"), said = status.dataset;
    var brief = form.querySelector("[data-draft-short]"), offers = document.querySelector("[data-after-save]");

    function tell(state) {
      if (brief) brief.textContent = brief.dataset[state] || "";
    }
    /* The same sentence is not set twice: a screen reader would read it again. */
    function say(state, text, label, address) {
      tell(state);
      if (said.now === text) return;
      said.now = status.textContent = text;
      /* The row above the words says it to those who see it. */
      status.classList.toggle("visually-hidden", !!brief && state === "saved");
      if (!address) return;
      var link = document.createElement("a");
      link.href = address;
      link.textContent = label;
      link.addEventListener("click", leave);
      status.append(" ", link);
    }
    function saved(told) {
      if (told.differs) say("look", said.differs, said.seeBoth, told.differs);
      else say(told.base ? "saved" : "", told.said || said.saved);
      if (told.base && offers) offers.hidden = false;
    }
    /* `kept`: whether this device certainly has the words. */
    function notSaved(why, kept) {
      if (why.sign_in) say("look", why.said || said.signedOut, said.signIn, why.sign_in);
      else say(why.said ? "look" : "kept", why.said || (kept ? said.offline : said.notKept));
    }
    function slow(kept) {
      say("saving", kept ? said.saving : said.notKept);
    }
    return { tell: tell, saved: saved, notSaved: notSaved, slow: slow };
  };
})();
