/* A button that copies an address. Without this script there is no button; the address is a link, and can be copied
   like any link. */
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

  document.querySelectorAll("[data-copy]").forEach(function (row) {
    var address = document.getElementById(row.dataset.copy), told = row.querySelector("[data-copied]");
    row.hidden = false;
    row.querySelector("button").addEventListener("click", function () {
      told.textContent = "";
      copy(address).then(function () {
        setTimeout(function () { told.textContent = told.dataset.copied; }, 50);
      }, function () { select(address); });
    });
  });
})();
