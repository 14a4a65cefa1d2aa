/* Words kept on this device until they are saved. Other scripts put them here before sending and remove them only
   when they are certainly saved. One copy per opened page, so that two tabs never overwrite each other. */
var keptHere = (function () {
  "use strict";
  var START = "held.draft.";
  var page, lastSafe;

  /* From now on this page uses a new name for its copy; the old copy stays. */
  function turnPage() {
    page = Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
  }
  turnPage();

  function prefix(form) {
    return START + form.dataset.leaf + ".";
  }

  /* Everything a person can write or choose, without our own hidden fields and without choices that are only sent by a
     button. */
  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && !field.closest("[data-not-draft]") && !/^(hidden|submit|button|file|fieldset)$/.test(field.type);
    });
  }

  function isTick(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  /* The fields' values, or (asSent) those that the server had put there. */
  function words(form, asSent) {
    return fields(form).filter(function (field) {
      return !isTick(field) || (asSent ? field.defaultChecked : field.checked);
    }).map(function (field) {
      var value = field.value;
      if (asSent && field.options) {
        var chosen = Array.from(field.options).filter(function (option) { return option.defaultSelected; })[0];
        value = (chosen || field.options[0] || field).value;
      } else if (asSent && !isTick(field)) value = field.defaultValue;
      return [field.name, value.replace(/\r\n/g, "\n").trim()];
    });
  }

  function same(one, other) { return JSON.stringify(one) === JSON.stringify(other); }

  /* True only if the words are certainly stored: some browsers refuse. */
  function put(form) {
    try {
      var copy = { base: form.elements.base.value, at: Date.now(), words: words(form) };
      localStorage.setItem(prefix(form) + page, JSON.stringify(copy));
      return true;
    } catch (refused) { return false; }
  }

  /* All copies of this leaf, the newest first. */
  function copies(form) {
    try {
      return Object.keys(localStorage).filter(function (key) {
        return key.indexOf(prefix(form)) === 0;
      }).map(function (key) {
        return { key: key, copy: JSON.parse(localStorage.getItem(key)) };
      }).sort(function (one, other) { return other.copy.at - one.copy.at; });
    } catch (refused) { return []; }
  }

  /* Called with words that the server has saved; removes only their copies. */
  function drop(form, safe) {
    lastSafe = safe;
    copies(form).forEach(function (kept) {
      if (same(kept.copy.words, safe)) localStorage.removeItem(kept.key);
    });
  }

  function isSafe(form) {
    return same(words(form), lastSafe);
  }

  return { put: put, drop: drop, words: words, copies: copies, fields: fields, same: same, isSafe: isSafe, isTick: isTick, turnPage: turnPage };
})();
