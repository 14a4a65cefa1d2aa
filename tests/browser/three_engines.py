"""Walks for every engine: what a reader, somebody who was asked, a sender and a mother do in their browser."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.drawn import drawn_png
from tests.engines.engine import Engine
from tests.engines.scene import ENGINES, Scene, Seen

OTHERS = ("Firefox", "WebKit")

SHOW = "Show photograph 1"
PICTURE = "var one = document.querySelector('picture img');"
IS_SEEN = (
    PICTURE + "return !!one && one.complete && one.naturalWidth > 0 && getComputedStyle(one).visibility === 'visible'"
)
LOOKS = """return Array.from(document.querySelectorAll(".pair")[0].querySelectorAll(".button")).map(function (one) {
    var is = getComputedStyle(one);
    return [is.color, is.backgroundColor, is.borderTopColor, is.fontSize, one.offsetHeight, one.offsetWidth].join(" ");
})"""
WHERE = """var found = Array.from(document.querySelectorAll(".veil-number")).filter(function (one) {
    return one.textContent.indexOf("Photograph 2") >= 0; })[0];"""
VEILED = """var veil = document.querySelector("[data-veil]");
return !!veil && !document.querySelector("picture") && document.readyState === "complete"
    && veil.getClientRects().length > 0 && getComputedStyle(veil).visibility === "visible";"""
AT_THE_LINE = "return !!found && found.getClientRects().length && Math.abs(found.getBoundingClientRect().top - 20) < 30"
NO_COOKIES = "Your browser isn’t keeping cookies here."
HIDDEN_FROM = "A privacy setting in your browser is in the way."
SAVED = "Saved. You can stop here and come back whenever you like."


@dataclass
class Walk:
    """One walk in one engine, with the scripts of our pages or without them."""

    scene: Scene
    engine: str
    javascript: bool

    def window(self, **kind: bool) -> Engine:
        """A new window."""
        return self.scene.window(self.engine, javascript=self.javascript, **kind)

    def keeps_pages(self, *, secure: bool) -> bool:
        """Whether BACK brings back a whole page sent with no-store, without a request, if no script of ours runs."""
        return not self.javascript and (self.engine == "Chromium" or (self.engine == "WebKit" and not secure))

    def shown_again(self, *, secure: bool) -> bool:
        """Whether BACK shows again what was asked for. Chromium drops the page because of the cookie that comes with
        its photograph (held/web/visit.py); WebKit keeps it, and without JavaScript nothing can cover it."""
        return self.engine == "WebKit" and self.keeps_pages(secure=secure)


def reads_and_asks(walk: Walk) -> None:
    """Words first; one photograph after one press, by one request; covered again, and by a reload."""
    place, rosa = walk.scene.place(), walk.window()
    rosa.look(f"{place.url}/stories/noor/")
    before = place.proxy.pictures()
    assert rosa.count("picture") == 0
    asks(rosa)
    assert place.proxy.pictures() == before + 1, "a photograph was fetched more than once"
    rosa.press("Cover again")
    is_veiled(rosa)
    asks(rosa)
    rosa.reload()
    is_veiled(rosa)


def comes_back_after_looking(walk: Walk, *, secure: bool = False) -> None:
    """BACK to a photograph finds its words, and no request for its bytes."""
    place, rosa = walk.scene.place(secure=secure), walk.window()
    rosa.look(f"{place.url}/stories/noor/")
    asks(rosa)
    rosa.look(f"{place.url}/help/")
    before = place.proxy.pictures()
    rosa.back()
    if walk.shown_again(secure=secure):
        rosa.until("shown once more", lambda: rosa.run(IS_SEEN))
    else:
        seen: list[object] = []
        rosa.until("covered", lambda: seen.append(rosa.run(IS_SEEN)) or rosa.run(VEILED))
        assert not any(seen), "it was seen before it was covered"
    assert place.proxy.pictures() == before


def comes_back_after_looking_by_https(walk: Walk) -> None:
    """The same at an address with TLS."""
    comes_back_after_looking(walk, secure=True)


def comes_back_to_the_line(walk: Walk, *, secure: bool = False) -> None:
    """BACK to a story finds the line that was read last, even below a photograph that was shown."""
    place, rosa = walk.scene.place(secure=secure), walk.window()
    for looks in (False, True) if walk.javascript else (False,):
        rosa.look(f"{place.url}/stories/noor/")
        if looks:
            asks(rosa)
        rosa.run(WHERE + "found.scrollIntoView(true); scrollBy(0, -20)")
        time.sleep(0.3)  # browsers record the scroll position a moment later
        rosa.look(f"{place.url}/help/")
        before = len(place.proxy.asked)
        rosa.back()
        is_veiled(rosa)
        rosa.until("at the line", lambda: rosa.run(WHERE + AT_THE_LINE))
        asked_again = "GET /stories/noor/" in place.proxy.asked[before:]
        assert asked_again or walk.keeps_pages(secure=secure)
        assert not asked_again or walk.javascript or not walk.keeps_pages(secure=secure), (
            "its back/forward cache is off"
        )


def comes_back_to_the_line_by_https(walk: Walk) -> None:
    """The same at an address with TLS."""
    comes_back_to_the_line(walk, secure=True)


def answers(walk: Walk) -> None:
    """By a link: not now, yes, and the yes taken back; looks once in between."""
    place, mika = walk.scene.place(), walk.window()
    opens_and_answers(place, mika)
    mika.press("Show it")
    mika.until("shown", lambda: mika.run(IS_SEEN))
    mika.press("Cover it")
    withdraws(mika)


def answers_without_cookies(walk: Walk) -> None:
    """The same in a browser that keeps no cookies, which is told why it sees no photograph."""
    place, mika = walk.scene.place(), walk.window(cookies=False)
    opens_and_answers(place, mika)
    withdraws(mika)
    mika.press("Show it")
    mika.sees(NO_COOKIES)
    mika.look(f"{place.url}/stories/noor/")
    mika.press(SHOW)
    mika.sees(NO_COOKIES)
    mika.look(f"{place.url}{place.links['named']}")
    mika.press("Read the story")
    mika.sees(NO_COOKIES)


def sends(walk: Walk) -> None:
    """A photograph, by a link."""
    place, nele = walk.scene.place(), walk.window()
    nele.look(f"{place.url}{place.links['envelope']}")
    nele.press("See what they ask for")
    nele.sees("Choose photographs")
    hue = 10 * ("Chromium", "Firefox", "WebKit").index(walk.engine) + walk.javascript
    nele.choose("#photographs", f"IMG_{hue}.PNG", drawn_png(hue=hue))
    if not walk.javascript:
        nele.press("Send these photographs")
    nele.sees("It has arrived." if walk.javascript else "Your photograph has arrived.")


def saves(walk: Walk) -> None:
    """Words of a story: by themselves with scripts, always by the button."""
    place, ana = walk.scene.place(), walk.window()
    words = f"Written in {walk.engine}, {'with' if walk.javascript else 'without'} scripts."
    ana.sign_in(place.url, place.session)
    sheet = f"{place.url}/family/leaves/{place.leaf}/"
    ana.look(sheet)
    ana.write("#id_body", words)
    if walk.javascript:
        ana.sees(SAVED)
    ana.press("Save these words")
    ana.sees(SAVED)
    ana.look(f"{place.url}/family/")
    ana.back()
    ana.until("there again", lambda: ana.run("return document.querySelector('#id_body').value") == words)


def signs_in(walk: Walk) -> None:
    """By a paper code, which every engine can do. WebKitGTK has no passkeys, and the page says so."""
    place, hilde = walk.scene.place(), walk.window()
    hilde.look(f"{place.url}/entrance/?next=/host/")
    if walk.engine == "WebKit" and walk.javascript:
        hilde.sees("This browser can’t use passkeys here.")
    hilde.write("[name=sheet]", place.links["sheet"])
    hilde.write("[name=code]", place.code())
    hilde.press("Come in with a paper code")
    hilde.until("in", lambda: hilde.address() == f"{place.url}/host/")


def says_only_referer(walk: Walk) -> None:
    """A browser from before 2020: neither Sec-Fetch-Site nor Origin reaches us, and Referer is enough."""
    place, rosa = walk.scene.place(), walk.window()
    place.proxy.without = ("sec-fetch-", "origin:")
    rosa.look(f"{place.url}/stories/noor/")
    asks(rosa)
    opens_and_answers(place, rosa)
    withdraws(rosa)


def says_nothing(walk: Walk) -> None:
    """A browser that does not say which page sent a form is told so, at every kind of form."""
    place, rosa = walk.scene.place(), walk.window()
    place.proxy.without = ("sec-fetch-", "origin:", "referer:")
    rosa.look(f"{place.url}/stories/noor/")
    rosa.press(SHOW)
    rosa.sees(HIDDEN_FROM)
    assert rosa.count("picture") == 0
    rosa.look(f"{place.url}{place.question()}")
    rosa.press("Read the question")
    rosa.sees(HIDDEN_FROM)
    rosa.look(f"{place.url}{place.links['named']}")
    rosa.press("Read the story")
    rosa.sees(HIDDEN_FROM)


def chose_colours(walk: Walk) -> None:
    """Forced colours do not make one of two answers look more important."""
    place, rosa = walk.scene.place(), walk.window(forced_colours=True)
    rosa.look(f"{place.url}/stories/noor/")
    assert rosa.run("return matchMedia('(forced-colors: active)').matches")
    show, read_on = rosa.run(LOOKS)
    assert show == read_on


def asks(reader: Engine) -> None:
    """Ask for the first photograph, and see it."""
    reader.press(SHOW)
    reader.until("shown", lambda: reader.run(IS_SEEN))
    assert reader.count("picture img") == 1


def is_veiled(reader: Engine) -> None:
    """Words are shown in place of the photograph."""
    reader.until("covered", lambda: reader.run(VEILED))


def opens_and_answers(place: Seen, mika: Engine) -> None:
    mika.look(f"{place.url}{place.question()}")
    mika.press("Read the question")
    mika.sees("Who may see it?")
    mika.press("Not now")
    mika.sees("Your “not now” is saved.")
    mika.press("Anyone with the link")
    mika.sees("Your yes is saved.")


def withdraws(mika: Engine) -> None:
    mika.press("Not now")
    mika.sees("Your “not now” is saved.")


@dataclass(frozen=True)
class Case:
    """One row of the table. `small`: the engines that run it in `make test`; `where`: those that can run it.

    What the other tests of this folder walk in Chromium is small in the others alone.
    """

    name: str
    take: Callable[[Walk], None]
    small: tuple[str, ...] = OTHERS
    where: tuple[str, ...] = ENGINES
    scripts: tuple[bool, ...] = (True, False)


CASES = (
    Case("reads, asks for a photograph, covers it", reads_and_asks),
    Case("BACK after looking", comes_back_after_looking),
    Case("BACK after looking, https", comes_back_after_looking_by_https, small=()),
    Case("BACK to the line that was read", comes_back_to_the_line, small=ENGINES),
    Case("BACK to the line that was read, https", comes_back_to_the_line_by_https, small=()),
    Case("answers a question, takes a yes back", answers),
    Case("answers without cookies", answers_without_cookies, small=()),
    Case("sends a photograph", sends),
    Case("saves a story", saves),
    Case("signs in by a paper code", signs_in, small=()),
    Case("sends Referer alone", says_only_referer, small=()),
    Case("does not send from which page", says_nothing, small=("WebKit",)),
    Case("colours forced by the reader", chose_colours, ("Chromium", "Firefox"), ("Chromium", "Firefox"), (True,)),
)
