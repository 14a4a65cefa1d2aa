"""What a family writes becomes a small subset of HTML, and everything else stays text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.lib import markdown
from held.lib.markdown import first_line, to_html, to_plain

KNOWN = {"p", "br", "em", "strong", "h3", "blockquote", "ul", "li", "a"}


class Reader(HTMLParser):
    """Reads HTML as a browser would: which elements, which attributes, and link targets."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


class Text(HTMLParser):
    """Reads only the words."""

    def __init__(self, html):
        super().__init__()
        self.said = []
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.said.append(data)


def only_known(html):
    read = Reader(html)
    leads_out = all(link.split(":")[0].lower() in {"http", "https", "mailto"} for link in read.links if ":" in link)
    return read.tags <= KNOWN and read.attributes <= {"href", "rel", "title", "start"} and leads_out


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
        ("*so* **very** small", "<p><em>so</em> <strong>very</strong> small</p>\n"),
        ("## March\n\n## A Tuesday", "<h3>March</h3>\n<h3>A Tuesday</h3>\n"),
        ("> She was here.", "<blockquote>\n<p>She was here.</p>\n</blockquote>\n"),
        ("- hair\n- ears", "<ul>\n<li>hair</li>\n<li>ears</li>\n</ul>\n"),
    ],
)
def test_each_supported_mark_becomes_its_html(text, html):
    assert to_html(text) == html


def test_a_link_leads_out_without_saying_from_where():
    assert to_html("[a poem](https://poem.example)") == (
        '<p><a href="https://poem.example" rel="nofollow noopener noreferrer">a poem</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![a picture](https://elsewhere.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<style>*{display:none}</style><iframe src=//x></iframe>",
    ],
)
def test_nothing_else_becomes_anything(text):
    html = to_html(text)
    assert only_known(html)


@given(st.text(max_size=300))
def test_whatever_is_written_only_known_elements_come_out(text):
    html = to_html(text)
    assert only_known(html)


def test_plain_text_is_one_line_without_marks():
    assert to_plain('## March\n\n*so* small & dear,\n> "here" <3') == 'March so small & dear, "here" <3'


def test_the_first_line_is_cut_between_words():
    assert first_line("one two three", most=8) == "one two …"
    assert first_line("one two", most=8) == "one two"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("She came. We held her until the light went.", "She came."),
        ("She came! “Look.” We held her until it was light.", "She came! “Look.”"),
        ("She came… Then it was quiet in all the rooms", "She came…"),
        ("We met Dr. Mika, and she took a chair to sit.", "We met Dr. Mika, and …"),
        ("Am 3. Mai kam sie zu uns, ganz leise und", "Am 3. Mai kam sie zu …"),
        ("Am 3. Mai kam sie. Es war ganz leise und still", "Am 3. Mai kam sie."),
        ("その夜に来た。朝まで一緒にいました、そして静かに眠りました。", "その夜に来た。"),
        ("3.14 is no end, and a.b.c is none either here", "3.14 is no end, and a.b.c is …"),
    ],
)
def test_a_first_line_ends_with_a_whole_sentence(text, begins):
    assert first_line(text, most=len(begins) + 2) == begins


@pytest.fixture
def work(monkeypatch):
    """How many characters the reader of marks was given, each time."""
    given = []
    really = markdown._reader().parse
    monkeypatch.setattr(markdown._reader(), "parse", lambda text: given.append(len(text)) or really(text))
    return given


COSTLY = (
    "[",
    "![",
    "*a ",
    "_a_ ",
    "**a",
    "`",
    "\\",
    "<",
    "<a:",
    "> ",
    "> a\n",
    "- a\n",
    "1. 1. 1. a\n",
    "a\n",
    "&",
    "~",
)


@pytest.mark.parametrize("mark", [*COSTLY, "She came on a Tuesday. "])
def test_a_first_line_looks_at_no_more_than_the_beginning(work, mark):
    first_line(mark * (1_000_000 // len(mark)))
    assert sum(work) <= 4_000


@pytest.mark.parametrize("mark", COSTLY)
def test_marks_without_end_are_not_looked_through(work, mark):
    to_html(mark * (200_000 // len(mark)))
    assert not work


@pytest.mark.parametrize("mark", [*COSTLY, "She came on a Tuesday. "])
def test_what_is_not_looked_through_still_has_every_word(mark):
    text = f"The first word.\n\n{mark * (400_000 // len(mark))}\n\n<b>The last & word.</b>"
    html = to_html(text)
    assert only_known(html)
    assert [*"".join(Text(html).said).split()] == text.split()


def test_a_long_book_with_its_marks_is_looked_through_as_ever(work):
    html = to_html(
        "She came on *a Tuesday*, and we [knew](https://poem.example). It had - so they said - snowed.\n\n" * 900
    )
    assert html.count("<em>a Tuesday</em>") == html.count("<a href") == 900
    assert work


def test_paragraphs_and_lines_stay_where_marks_are_not_looked_for():
    html = to_html("one\r\ntwo\n \nthree\n\n\n" + "word " * 70_000)
    assert html.startswith("<p>one<br>\ntwo</p>\n<p>three</p>\n<p>word")


def test_a_first_line_after_much_empty_room_is_found():
    assert first_line("\n " * 5_000 + "She came.") == "She came."
    assert first_line("one " * 2_000, most=8) == "one one …"
