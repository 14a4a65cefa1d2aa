/* The sentence about all photographs of this page: how far sending is, and at the end what has become of them. */
function sendingWords(words) {
  "use strict";
  var names = words.numbers.split(" "); /* one to nine; larger numbers are written in figures */

  function number(count) { return names[count - 1] || "" + count; }
  function says(text, count, all) {
    var said = text.replace("{n}", number(count)).replace("{all}", number(all));
    return said.charAt(0).toUpperCase() + said.slice(1);
  }
  function arrived(kept, all) {
    if (!kept) return "";
    if (kept < all) return says(kept === 1 ? words.someOne : words.some, kept, all);
    return all === 1 ? words.allOne : all === 2 ? words.allTwo : says(words.all, kept, all);
  }
  function notTaken(count) {
    return count ? says(count === 1 ? words.notTakenOne : words.notTakenSome, count) : "";
  }
  function toChoose(gone) {
    var called = gone.map(function (name) { return "\u2068" + name + "\u2069"; }).join(", ");
    return called && words.chooseAgain.replace("{names}", function () { return called; });
  }

  return {
    soFar: function (kept, all) {
      var text = kept > 1 ? words.soFar : kept ? words.soFarOne : words.began;
      return says(text, kept || all, all);
    },
    /* `gone`: the names of those that could not be read; `over`: how many others were not taken; `told`: what the lines
       of those that arrived say, if it is more than that, such as that it was here already. */
    end: function (kept, all, over, gone, told) {
      var parts = [told || arrived(kept, all), notTaken(over), toChoose(gone), kept ? words.then : ""];
      return parts.filter(function (part) { return part; }).join(" ");
    }
  };
}
