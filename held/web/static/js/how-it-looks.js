/* Shows how the words will look, as the server last saved them: it fetches this same page again after each save while
   the preview is open. Without this script the preview is as old as the page. */
(function () {
  "use strict";
  document.querySelectorAll("[data-preview]").forEach(function (fold) {
    var form = fold.closest("form"), fresh = true;

    function look() {
      if (fresh || !fold.open) return;
      fresh = true;
      fetch(form.getAttribute("action"), { credentials: "same-origin" }).then(function (answer) {
        return answer.text();
      }).then(function (html) {
        var page = new DOMParser().parseFromString(html, "text/html");
        var words = page.querySelector("[data-preview-words]");
        if (words) fold.querySelector("[data-preview-words]").replaceWith(document.importNode(words, true));
      }).catch(function () { fresh = false; });
    }

    form.addEventListener("saved", function () { fresh = false; look(); });
    fold.addEventListener("toggle", function () {
      if (fold.open) form.dispatchEvent(new Event("save-now")); // what was just written is in it, not after a pause
      look();
    });
  });
})();
