/* Whether a chosen file can still be read: it may have been deleted, changed, or moved to a cloud since it was
   chosen. A browser reports that as if the network had failed. `whole`: read all of it, piece by piece; otherwise the
   first and the last byte. `tell` gets true, or false; it gets false if the phone takes too long. Returns nothing. */
var canBeRead = (function () {
  "use strict";
  var PIECE = 1048576, LONGEST = 30000; /* bytes; ms for one piece */

  function read(part, tell) {
    var reader = new FileReader(), timer = setTimeout(function () { reader.abort(); }, LONGEST);
    reader.onloadend = function () {
      clearTimeout(timer);
      tell(!!reader.result && reader.result.byteLength === part.size);
    };
    reader.readAsArrayBuffer(part);
  }

  return function (file, whole, tell) {
    var at = 0, length = whole ? PIECE : 1, step = whole ? PIECE : Math.max(file.size - 1, 1);
    function go(isRead) {
      if (!isRead || at >= file.size) { tell(isRead); return; }
      at += step;
      read(file.slice(at - step, at - step + length), go);
    }
    if (file.size) go(true);
    else read(file, tell); /* Chromium gives size 0 for a file that is gone; an empty one can be read */
  };
})();
