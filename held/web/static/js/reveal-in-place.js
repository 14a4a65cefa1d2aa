/* “Show photograph 2” shows it in its place on the page. Without this script, or if the response cannot be used, the
   form leads to a page of its own; the figure put here is from that page. Without a connection nobody is led away:
   the words that are being read stay. On the page where a family describes a photograph a button asks, in a form with
   much more in it: what was typed there is not sent, and stays. */
(function () {
  "use strict";

  // A browser that scrolls to what it focuses may scroll past its beginning, if it is taller than the window.
  function goTo(place) {
    place.focus({ preventScroll: true });
    place.scrollIntoView(true); // its top at the window’s top: every browser knows this form
  }

  function cover(veil, shown) {
    shown.parentNode.removeChild(shown);
    veil.hidden = false;
    goTo(veil);
  }

  /* Each address of a photograph works once, and a browser should request only one of them. WebKit requests that of
     an <img> as it copies it, before the copy is in its <picture>, and then the better one there: so it is copied
     without its address. */
  function copied(figure) {
    var image = figure.querySelector("img"), address = image && image.getAttribute("src"), shown;
    if (image) image.removeAttribute("src");
    shown = document.importNode(figure, true);
    if (image) shown.querySelector("img").setAttribute("src", address);
    return shown;
  }

  function show(veil, figure) {
    var shown = copied(figure);
    shown.removeAttribute("autofocus");
    shown.querySelector("[data-cover]").addEventListener("click", function (pressed) {
      pressed.preventDefault();
      cover(veil, shown);
    });
    veil.hidden = true;
    veil.parentNode.insertBefore(shown, veil);
    goTo(shown);
  }

  function ask(form, body, answered) {
    var sent = new XMLHttpRequest();
    sent.open("POST", form.action);
    if (body) sent.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    sent.responseType = "document";
    sent.timeout = 20000;
    sent.onloadend = function () {
      var page = sent.status === 200 && sent.response;
      answered(page && page.querySelector("[data-photograph]"), sent.status === 0);
    };
    sent.send(body);
  }

  document.querySelectorAll("[data-veil]").forEach(function (veil) {
    var asks = veil.querySelector("[data-ask]"), told = veil.querySelector("[data-wait]"), asking = false;
    var isButton = asks.tagName === "BUTTON", form = isButton ? asks.form : asks, leaving = false;
    function body() {
      var token = form.elements.csrfmiddlewaretoken;
      return "csrfmiddlewaretoken=" + encodeURIComponent(token.value) + "&" + asks.name + "=" + asks.value;
    }
    asks.addEventListener(isButton ? "click" : "submit", function (pressed) {
      if (leaving) return;
      pressed.preventDefault();
      if (asking) return;
      asking = true;
      told.textContent = told.dataset.wait;
      ask(form, isButton ? body() : null, function (figure, away) {
        asking = false;
        told.textContent = away ? told.dataset.away : "";
        if (figure) { show(veil, figure); return; }
        leaving = !away;
        if (leaving && isButton) { asks.click(); } else if (leaving) { form.submit(); }
      });
    });
  });
})();
