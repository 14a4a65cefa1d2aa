/* Copy and Share for each link of a page. Without this script there is neither, and the link can be copied by hand.
   Where the phone cannot share, Copy is the main act. */
(function () {
  "use strict";

  /* Selected first: it is what old browsers copy, and if none does, what
     the person can copy by hand. */
  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  function copy(element) {
    select(element);
    if (document.execCommand("copy")) return Promise.resolve();
    return navigator.clipboard ? navigator.clipboard.writeText(element.textContent) : Promise.reject();
  }

  document.querySelectorAll("[data-link]").forEach(function (card) {
    var address = document.getElementById(card.dataset.link), told = card.querySelector("[data-copied]");
    var copies = card.querySelector("[data-copy]"), shares = card.querySelector("[data-share]");

    copies.hidden = false;
    copies.addEventListener("click", function () {
      told.textContent = "";
      copy(address).then(function () {
        setTimeout(function () { told.textContent = told.dataset.copied; }, 50);
      }, function () { select(address); });
    });

    if (navigator.share) {
      shares.hidden = false;
      shares.addEventListener("click", function () {
        /* Rejected when the person closes the phone's list; nothing has happened then. */
        navigator.share({ text: card.dataset.words, url: address.textContent }).catch(function () {});
      });
    }
    if ("main" in card.dataset) (navigator.share ? shares : copies).className += " button-main";
  });
})();
