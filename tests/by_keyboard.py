"""Walks by keyboard only: real Tab presses from where the focus is, each stop of them seen, then Enter or Space.

Every stop on the way must show a focus ring, in the window and under no bar; so one walk checks every control before
the one that it presses. After a page follows, the focus is on words that say what happened, or Tab starts at the top.
"""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browsing import Watched

MOST = 60  # Tab presses from the last press to the next one: more than that, and nobody would find it
# Whether the element has the focus now (of a radio group, whether one of its group has), and what is wrong with how the
# focus is seen, in words; null past the end of the page, where the browser's own buttons are next.
STOP = """wanted => {
    const it = document.activeElement, shown = [it, it.closest('label')].find(one => {
        const is = one && getComputedStyle(one);
        return is && is.outlineStyle !== 'none' && parseFloat(is.outlineWidth) >= 2
            && !is.outlineColor.endsWith(', 0)') && one.offsetWidth > 1;
    });
    const found = it === wanted || (it.type === 'radio' && wanted.type === 'radio' && it.name === wanted.name);
    if (it === document.body) return null;
    if (!shown) return [found, 'it has no ring'];
    const box = [...shown.getClientRects()].find(box => box.width > 1), middle = box.left + box.width / 2;
    const lowest = Math.min(box.bottom, innerHeight);
    if (box.top < 0 || box.top > innerHeight - 20 || (box.bottom > innerHeight && box.height < innerHeight / 2))
        return [found, 'it is out of the window'];
    const covered = [box.top + 3, (box.top + lowest) / 2, lowest - 3].some(height => {
        const on = document.elementFromPoint(middle, height);
        return !on || !(shown.contains(on) || on.contains(it));
    });
    return [found, covered ? 'something lies over it' : ''];
}"""
WHERE = "() => document.activeElement.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)"
# Where the focus must be on a page that a press led to: on what was done or asked for, on what to mend, or nowhere yet
# while the page is at its top or at the place to which its address leads.
ASTRAY = """followed => {
    const it = document.activeElement, named = location.hash && document.getElementById(location.hash.slice(1));
    const said = document.querySelector('main .notice[role=status]');
    if (followed && said && !it.matches('.notice')) return 'it is not on what was said';
    const begins = it && it !== document.body ? it : named || document.querySelector('h1');
    const top = begins.getBoundingClientRect().top;
    if (top < -1 || top > innerHeight) return 'it is out of the window';
    return begins === it && !it.matches('[role=status], [role=alert], figure, main, input, textarea, select, summary')
        && !it.matches('.covered, h1, h2') && it !== named ? 'it is on something else' : '';
}"""


def reach(person: Watched, what: Locator) -> None:
    """Tab until it has the focus; every stop on the way is seen. Of a radio group, Tab reaches one: arrows choose."""
    page, element = person.page, what.element_handle(timeout=5_000)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, element)
        if stop is None:
            continue
        found, trouble = stop
        assert not trouble, f"{trouble}: {page.evaluate(WHERE)} on {page.url}"
        if found:
            return
    pytest.fail(f"{what} is not reached by {MOST} Tabs on {page.url}")


def press(person: Watched, what: Locator, key: str = "Enter") -> None:
    """Reach it and press the key; a page follows, and its focus is at a sensible place."""
    reach(person, what)
    with person.page.expect_navigation():
        person.page.keyboard.press(key)
    landed(person)


def press_here(person: Watched, what: Locator, shows: Locator, key: str = "Enter") -> None:
    """The same for what only changes the page: it shows something, and the focus is still on the page, in sight."""
    reach(person, what)
    person.page.keyboard.press(key)
    expect(shows).to_be_visible()
    assert not person.page.evaluate("document.activeElement === document.body"), f"the focus is lost: {what}"
    landed(person, followed=False)


def tick(person: Watched, what: Locator) -> None:
    """Reach a box or a choice, and choose it."""
    reach(person, what)
    for _ in range(MOST):
        if what.evaluate("it => it === document.activeElement"):
            break
        person.page.keyboard.press("ArrowDown")
    if not what.is_checked():
        person.page.keyboard.press("Space")
    assert what.is_checked()


def write(person: Watched, what: Locator, words: str) -> None:
    """Reach a field and type into it."""
    reach(person, what)
    person.page.keyboard.insert_text(words)


def choose_files(person: Watched, what: Locator, files: list[FilePayload]) -> None:
    """Reach the field; the device's own window for choosing files cannot be walked, so they are put in."""
    reach(person, what)
    what.set_input_files(files)


def landed(person: Watched, *, followed: bool = True) -> None:
    """Fail if the focus is not at a sensible place on the page that followed a press, or that a press changed."""
    person.page.wait_for_load_state()
    astray: Any = person.page.evaluate(ASTRAY, followed)
    assert not astray, f"after the press {astray}: {person.page.evaluate(WHERE)} on {person.page.url}"
