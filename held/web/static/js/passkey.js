/* Makes or shows a passkey. Without it its forms stay hidden, and the page offers paper codes. The challenge is
   fetched when the button is pressed, so that a page left open for a day does not use an old one. */
(function () {
  "use strict";
  var able = window.webauthnJSON && window.webauthnJSON.supported() && window.isSecureContext;
  document.querySelectorAll("form[data-passkey]").forEach(prepare);

  function prepare(form) {
    var said = form.querySelector("[data-passkey-said]"), busy = false;
    form.hidden = false;
    form.nextElementSibling.hidden = true; /* the sentence for people without JavaScript */
    if (!able) {
      said.textContent = said.dataset.unable;
      form.querySelector("button").hidden = true;
      return;
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      said.textContent = said.dataset.asking;
      fetch(form.dataset.options, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok || answer.redirected) throw new Error("no question");
          return answer.json();
        })
        .then(function (question) { return window.webauthnJSON[form.dataset.passkey](question); })
        .then(function (credential) {
          form.elements.credential.value = JSON.stringify(credential);
          HTMLFormElement.prototype.submit.call(form);
        })
        .catch(function (fault) {
          busy = false;
          said.textContent = fault.name === "InvalidStateError" ? said.dataset.already : said.dataset.trouble;
        });
    });
    /* A page brought back by BACK can be used again. */
    window.addEventListener("pageshow", function () { busy = false; said.textContent = ""; });
  }
})();
