/* Sends one photograph, once. The result is the answered request, or a word: "unreadable", "unreached", "stalled".
   Whatever the result, the photograph is still on this phone. */
var sendOne = (function () {
  "use strict";
  var STALLED = 180000; /* ms in which no byte was sent and no response came */

  /* The form's token, if it has one, and this one file, never the others that were chosen. */
  function filled(form, file) {
    var sent = new FormData(), token = form.elements.csrfmiddlewaretoken;
    if (token) sent.append("csrfmiddlewaretoken", token.value);
    sent.append("photographs", file, file.name);
    return sent;
  }

  /* `heard` gets part(bytes) on the way and came(what) at the end. `patience` multiplies STALLED: a slow line may need
     longer than the first limit. Returns a function that stops it; then nothing more is heard. */
  return function (form, file, patience, heard) {
    var asked = new XMLHttpRequest(), over = false, timer;

    function end(what) {
      if (over) return;
      over = true;
      clearTimeout(timer);
      heard.came(what);
    }
    function stop() {
      over = true;
      clearTimeout(timer);
      asked.abort();
    }
    function watch() {
      clearTimeout(timer);
      timer = setTimeout(function () { end("stalled"); asked.abort(); }, STALLED * patience);
    }
    function failed() {
      clearTimeout(timer);
      canBeRead(file, true, function (isRead) { end(isRead ? "unreached" : "unreadable"); });
    }
    function send(isRead) {
      if (over) return;
      if (!isRead) { end("unreadable"); return; }
      asked.open("POST", form.getAttribute("action"));
      asked.setRequestHeader("Accept", "application/json");
      asked.responseType = "json";
      asked.upload.onprogress = function (so) {
        if (over) return;
        watch();
        heard.part(so.loaded);
      };
      asked.onload = function () { end(asked); };
      asked.onerror = failed;
      watch();
      try { asked.send(filled(form, file)); } catch (unreadable) { failed(); } /* Firefox throws for a missing file */
    }
    canBeRead(file, false, send);
    return stop;
  };
})();
