/* Photographs dropped anywhere on the page are chosen as if they were dropped on the field. Without this the browser
   leaves the page and opens the file instead. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-send]");
  if (!form) return;
  var input = form.elements.photographs;

  function hasFiles(event) {
    return !!event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0;
  }
  document.addEventListener("dragover", function (event) {
    if (hasFiles(event) && event.target !== input) event.preventDefault();
  });
  document.addEventListener("drop", function (event) {
    if (!hasFiles(event) || event.target === input) return; /* the browser handles drops on the field */
    event.preventDefault();
    input.focus();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
