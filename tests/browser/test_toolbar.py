"""What the toolbar writes is read as formatting. Its script runs in a real Chromium, on a page of its own."""

from pathlib import Path

import pytest

from held.lib.markdown import to_html

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).parents[2] / "held/web/static/js"
TOOLS = ("bold", "italic", "heading", "quote", "list", "link")
LABELS = " ".join(f'data-label-{tool}="{tool}"' for tool in TOOLS)
PAGE = f'<textarea id="words" data-toolbar="Shape" data-words="words" {LABELS}></textarea>'

PRESSED = [  # the text, with the selection between ‹ and ›; the tool; what is written; what readers see
    ("She ‹came› today", "bold", "She **came** today", "<p>She <strong>came</strong> today</p>\n"),
    ("She ‹came ›today", "italic", "She _came_ today", "<p>She <em>came</em> today</p>\n"),
    ("She re‹a›lly came", "bold", "She **really** came", "<p>She <strong>really</strong> came</p>\n"),
    ("On ‹14›. March", "italic", "On _14_. March", "<p>On <em>14</em>. March</p>\n"),
    ("(l’‹amour›)", "italic", "(l’_amour_)", "<p>(l’<em>amour</em>)</p>\n"),
    ("愛‹「愛」›愛", "bold", "愛**「愛」**愛", "<p>愛<strong>「愛」</strong>愛</p>\n"),
    ("ab †An‹na†›", "bold", "ab **†Anna†**", "<p>ab <strong>†Anna†</strong></p>\n"),
    ("‹›", "bold", "**words**", "<p><strong>words</strong></p>\n"),
    ("> ‹one\n\n- two› three", "bold", "> **one**\n\n- **two** three", "<strong>one</strong>"),
    ("**‹so›**", "italic", "**_so_**", "<p><strong><em>so</em></strong></p>\n"),
    ("one‹\ntwo\n›three", "bold", "one\n**two**\nthree", "<p>one<br>\n<strong>two</strong><br>\nthree</p>\n"),
    ("one‹ › two", "bold", "one  two", "<p>one  two</p>\n"),
    ("She\nca‹›me", "heading", "She\n## came", "<p>She</p>\n<h3>came</h3>\n"),
    ("‹one\n\ntwo›", "quote", "> one\n> \n> two", "<blockquote>\n<p>one</p>\n<p>two</p>\n</blockquote>\n"),
    ("‹one\n- two\n\nthree›", "list", "- one\n- two\n\n- three", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
    ("‹- one\n- two›", "list", "one\ntwo", "<p>one<br>\ntwo</p>\n"),
    ("see ‹a poem› here", "link", "see [a poem](https://) here", "<p>see [a poem](https://) here</p>\n"),
    ("see ‹one\ntwo›", "link", "see [one](https://)\ntwo", "<p>see [one](https://)<br>\ntwo</p>\n"),
]


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content(PAGE)
    for name in ("marks.js", "toolbar.js"):
        page.add_script_tag(path=SCRIPTS / name)
    yield page
    context.close()


@pytest.mark.parametrize(("given", "tool", "written", "html"), PRESSED)
def test_what_the_toolbar_writes_is_read_as_form(page, given, tool, written, html):
    before, _, rest = given.partition("‹")
    chosen, _, after = rest.partition("›")
    page.locator("#words").fill(before + chosen + after)
    page.evaluate("([from, to]) => words.setSelectionRange(from, to)", [len(before), len(before + chosen)])
    page.get_by_role("button", name=tool).click()
    assert page.locator("#words").input_value() == written
    assert html in to_html(written)


def test_after_link_the_address_is_selected_and_typing_makes_it_one(page):
    page.locator("#words").fill("a poem")
    page.evaluate("words.select()")
    page.get_by_role("button", name="link").click()
    page.keyboard.type("https://poem.example")
    assert page.locator("#words").input_value() == "[a poem](https://poem.example)"
    assert "<a href" in to_html(page.locator("#words").input_value())


def test_one_undo_takes_back_what_a_tool_wrote(page):
    page.locator("#words").fill("one\ntwo")
    page.evaluate("words.select()")
    page.get_by_role("button", name="bold").click()
    page.keyboard.press("Control+z")
    assert page.locator("#words").input_value() == "one\ntwo"
