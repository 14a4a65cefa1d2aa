"""What is wrong with a page that is very narrow, or whose letters are twice as large."""

from playwright.sync_api import ViewportSize

from tests.browsing import IN_HAND, Watched

NARROWEST: ViewportSize = {"width": 180, "height": 370}
LETTERS = {"standard": 16, "fixed": 13}
TWICE = {"standard": 32, "fixed": 26}

# Words on two lines that would fit on one line of the page, and what sticks out of the column or hides its own words.
FAULTS = """
() => {
    const main = document.querySelector("main"), style = getComputedStyle(main), box = main.getBoundingClientRect();
    const left = box.left + parseFloat(style.paddingLeft), right = box.right - parseFloat(style.paddingRight);
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
    const seen = one => one.checkVisibility() && !one.closest(".visually-hidden, .skip, textarea, select, svg");
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const isAddress = getComputedStyle(text.parentElement).wordBreak === "break-all";  // it may break anywhere
        if (isAddress || !seen(text.parentElement)) continue;
        for (const {0: word, index} of text.data.matchAll(/[^\\s\\u2010\\u2013\\u2014/-]+/g)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            const lines = [...range.getClientRects()].filter(line => line.width > 0);
            const width = lines.reduce((sum, line) => sum + line.width, 0);
            const broken = lines.length > 1 && lines[lines.length - 1].top > lines[0].top + 2;
            if (broken && width <= (right - left) * 0.98) found.push(`broken: ${word}`);
        }
    }
    for (const one of main.querySelectorAll("a, button, input, select, textarea, summary")) {
        const edge = one.getBoundingClientRect();
        if (!seen(one) || edge.width <= 1) continue;
        if (edge.right > right + 1 || edge.left < left - 1.5) found.push(`sticks out: ${one.outerHTML.slice(0, 80)}`);
    }
    return [...new Set(found)];
}
"""


def narrow_and_large(seen: Watched) -> list[tuple[str, str]]:
    """What is wrong with the current page when it is 180 pixels wide, and on a phone with letters twice as large: by
    the reader's setting, of which styles know, and by an enlargement of which they don't."""
    wrong = []
    seen.page.set_viewport_size(NARROWEST)
    wrong += _faults(seen, "180 pixels")
    seen.page.set_viewport_size(IN_HAND)
    seen.scripts.send("Page.setFontSizes", {"fontSizes": TWICE})
    wrong += _faults(seen, "letters set twice as large")
    seen.scripts.send("Page.setFontSizes", {"fontSizes": LETTERS})
    seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong += _faults(seen, "letters made twice as large")
    seen.page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def _faults(seen: Watched, how: str) -> list[tuple[str, str]]:
    wide = [f"wider than its window by {seen.too_wide()}"] if seen.too_wide() > 0 else []
    return [(how, one) for one in [*wide, *seen.page.evaluate(FAULTS)]]
