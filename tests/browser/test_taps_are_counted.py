"""The counter of taps, pages and words, tried on a page of its own: too much is refused, with JavaScript or without."""

import pytest

from tests.browsing import watched
from tests.taps import counting_taps, table, words

pytestmark = pytest.mark.browser
SITE = "http://one.invalid"
PAGE = """<!doctype html><title>One</title><style>.read-aloud {position: absolute; width: 1px; height: 1px;
overflow: hidden}</style><h1>Three words here</h1><p>Her own words, <b>kept</b></p><p class=read-aloud>Not seen</p>
<p hidden>Not seen</p><details><summary>More of it</summary><p>Folded away</p></details>
<form action=/two method=post><textarea name=a>typed by her</textarea><label><input type=checkbox>Tick</label>
<select><option>Chosen</option><option>Not chosen</option></select><input type=file>
<button>Save</button></form><a href="#here">Down</a>
<iframe src=/inside></iframe>"""


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def person(request, browser):
    """Somebody before the page."""
    with watched(browser, SITE, javascript=request.param) as seen:
        seen.page.route("**", lambda asked: asked.fulfill(body=PAGE, content_type="text/html"))
        seen.page.route("**/inside", lambda asked: asked.fulfill(body="Another", content_type="text/html"))
        seen.look("/")
        yield seen


def test_real_presses_and_whole_pages_are_counted(person):
    page = person.page
    with counting_taps(person) as way:
        page.get_by_role("textbox").fill("Typing is no tap")
        page.get_by_label("Tick").check()
        page.get_by_label("Tick").check()  # it is checked already
        page.get_by_role("combobox").select_option("Not chosen")
        page.get_by_text("More of it").click()
        page.get_by_role("link", name="Down").press("Enter")
        page.get_by_role("textbox").press("a")
        page.set_input_files("[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": b"a"})
        assert (way.taps, way.pages) == (5, 0)
        page.get_by_role("button", name="Save").click()
        person.look("/")
    assert (way.taps, way.pages) == (6, 2)
    page.get_by_label("Tick").check()
    assert way.taps == 6


def test_only_visible_words_of_ours_are_counted(person):
    ours = ("Three words here", "More of it", "Tick", "Chosen", "Save", "Down")
    assert words(person, own=["her own words", "Her own  words,\nkept"]) == len(" ".join(ours).split())
    person.page.get_by_text("More of it").click()
    assert words(person) == 10 + 4 + 2


def test_a_way_above_its_limit_is_refused(person, counted, request):
    for limits in ({"taps": 0, "pages": 1}, {"taps": 1, "pages": 0}):
        with pytest.raises(AssertionError, match="at most 0 are allowed"), counted(person, "planted", **limits):
            person.page.get_by_role("button", name="Save").click()
    told = [rows for _name, rows in request.node.user_properties]
    request.node.user_properties.clear()  # these are no ways of the product
    assert table(told)[1:] == ["   1 of   0      1 of   1  planted", "   1 of   1      1 of   0  planted"]
