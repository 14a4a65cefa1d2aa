/* At sign-out, checks once more for words on this device. A copy is removed when it is saved (save-draft.js), so what
   is still here may be the only copy: it is never removed silently. The person is asked, once, and either answer
   signs out. On a shared device, leaving it may do harm; on her own, removing it would. Only she knows which. */
(function () {
  "use strict";
  function kept() {
    try {
      return Object.keys(localStorage).filter(function (key) { return key.indexOf("held.draft.") === 0; });
    } catch (refused) { return []; }
  }

  document.querySelectorAll("form[data-forget-drafts]").forEach(function (form) {
    var question = form.querySelector("[data-unsaved-here]"), answered = false;
    if (!question) return;
    question.querySelector("[data-keep-here]").addEventListener("click", function () { answered = true; });
    question.querySelector("[data-remove-here]").addEventListener("click", function () {
      kept().forEach(function (key) { localStorage.removeItem(key); });
      answered = true;
    });
    form.addEventListener("submit", function (event) {
      if (answered || !kept().length) return;
      event.preventDefault();
      question.hidden = false;
      question.querySelector("[data-keep-here]").focus();
    });
  });
})();
