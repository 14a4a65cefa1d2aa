/* “Same people as the last one” chooses them on this page, where they are seen before anything is saved. Without this
   script the button asks for the page with them chosen. */
(function () {
  "use strict";

  function choose(form, name, values) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name === name && values.indexOf(field.value) >= 0) field.checked = true;
    });
  }

  document.querySelectorAll("button[data-took]").forEach(function (button) {
    button.addEventListener("click", function (pressed) {
      pressed.preventDefault();
      choose(button.form, "took", [button.dataset.took]);
      choose(button.form, "in", button.dataset.in.split(" "));
    });
  });
})();
