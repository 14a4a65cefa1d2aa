"""Only what the toolbar writes becomes formatting. Every other character that a family typed is shown, in order."""

import re
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from held.lib.markdown import to_html, to_plain
from tests.signs import are_the_signs, marked_signs, shown_signs, without_space

OF_FORM = "* ** *** _ __ [ ] ]( ) ](https://a.example/b_c) ](javascript:x) <https://b.example> ## ### > - --- === ***"
OTHERS = (
    "† + ° & &amp; &#42; <b> </p> <!-- \\ \\* ` ``` | ~~ ! : \" ' “ … ( March she 愛 é نور 3 👼🏽 ’ \u200b a@b.example"
)
LINE_MARKS = ["# ", "## ", "> ", "- ", "+ ", "* ", "1. ", "14. ", "2019) ", "* * *"]
SPACES = ["\n", "\n\n", " ", "\t", "    ", "\u00a0"]
SIGNS = [*OF_FORM.split(), *OTHERS.split(" "), *LINE_MARKS, *SPACES]
typed = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=30).map("".join)
without_line_marks = typed.map(
    lambda text: re.sub(r"(?m)^(## |> |- )+", "", text.replace("\r", "\n")).replace("\x00", "")
)
words = (
    st.text("aé愛3. ,†+#>-&<(“", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda said: re.match(r"\w", said) and said[-1].isalnum())
)

untimed = settings(deadline=None)  # the first one imports the library


@untimed
@given(without_line_marks)
@example("14. March\n\n2019. A year\n* 12 March\n† 14 March\n+ 15\n\nWe held her.\n---\nx\n===")
@example("Freund*innen und Kolleg*innen, f**k, s**t, 5 * 3 * 2, (*) and (*), ^_^ and ^_^, snake_case_name, ____")
@example("*12.3. †14.3.* ***3*** ***x* y** ***x** y* **a *b*** *_* h *_*")
@example(
    '[c](https://a "t") [](https://x.example) [d](https://) [q](https://a:99999999/) ![p](https://x.example/y) [r][r]'
)
def test_every_sign_is_shown_or_is_a_mark(text):
    assert are_the_signs(marked_signs(to_html(text)), text)


@untimed
@given(typed)
def test_only_marks_at_the_start_of_lines_are_left_out(text):
    text = text.replace("\r", "\n").replace("\x00", "")
    unmarked = re.sub(r"(?m)^(## |> |- )+", "", text)
    found = marked_signs(to_html(text))
    assert len(without_space(unmarked)) <= len(found) <= len(without_space(text))
    rest = iter(without_space(text))
    assert all(any(sign == other or (sign == "\ue000" and other in "*_") for other in rest) for sign in found)


@untimed
@given(typed)
def test_one_line_of_text_has_the_signs_of_the_page(text):
    assert without_space(to_plain(text)) == shown_signs(to_html(text))


@untimed
@given(words, words)
def test_what_the_toolbar_writes_becomes_form(said, other):
    shown, beside = escape(said), escape(other)
    for mark, tag in (("**", "strong"), ("_", "em")):
        assert to_html(f"{mark}{said}{mark}") == f"<p><{tag}>{shown}</{tag}></p>\n"
        assert f"<{tag}>{shown}</{tag}>, “" in to_html(f"({other}) {mark}{said}{mark}, “{other}”").replace(
            "&quot;", '"'
        )
    assert f">{shown}</a>" in to_html(f"[{said}](https://poem.example)")
    assert to_html(f"## {said}") == f"<h3>{shown}</h3>\n"
    assert to_html(f"> {said}\n> \n> {other}") == f"<blockquote>\n<p>{shown}</p>\n<p>{beside}</p>\n</blockquote>\n"
    assert to_html(f"- {said}\n- {other}") == f"<ul>\n<li>{shown}</li>\n<li>{beside}</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "*so*, _so_ **very** ***small***",
            "<em>so</em>, <em>so</em> <strong>very</strong> <em><strong>small</strong></em>",
        ),
        (
            "***x* y** ***x** y* **a *b***",
            "<strong><em>x</em> y</strong> <em><strong>x</strong> y</em> <strong>a <em>b</em></strong>",
        ),
        ("**_both_** _**both**_", "<strong><em>both</em></strong> <em><strong>both</strong></em>"),
        ("“_so_”, l’_amour_ – (**yes**)", "“<em>so</em>”, l’<em>amour</em> – (<strong>yes</strong>)"),
        ("**愛**は **「愛」**は", "<strong>愛</strong>は <strong>「愛」</strong>は"),
        ("_14. March_ *14. March*", "<em>14. March</em> *14. March*"),
        ("*one line\nand the next*", "<em>one line<br>\nand the next</em>"),
    ],
)
def test_pairs_of_marks_around_words_become_formatting(text, html):
    assert to_html(text) == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> - hair\n> - ears", "<blockquote>\n<ul>\n<li>hair</li>\n<li>ears</li>\n</ul>\n</blockquote>\n"),
        ("> quoted\nnot quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>not quoted</p>\n"),
        ("- one\nnot in the list", "<ul>\n<li>one</li>\n</ul>\n<p>not in the list</p>\n"),
        ("- - -", "<p>- - -</p>\n"),
        ("- ", "<p>-</p>\n"),
        ("- one\n- \n- two", "<ul>\n<li>one</li>\n</ul>\n<p>-</p>\n<ul>\n<li>two</li>\n</ul>\n"),
        ("- \n- one\n-  \t", "<p>-</p>\n<ul>\n<li>one</li>\n</ul>\n<p>-</p>\n"),
        ("> - \n> - one", "<blockquote>\n<p>-</p>\n<ul>\n<li>one</li>\n</ul>\n</blockquote>\n"),
        ("## A ##", "<h3>A ##</h3>\n"),
        ("  - a\n ## b\n\t> c", "<p>- a<br>\n## b<br>\n&gt; c</p>\n"),
        (">500 g\n#1\n-3 °C", "<p>&gt;500 g<br>\n#1<br>\n-3 °C</p>\n"),
    ],
)
def test_marks_at_the_beginning_of_lines(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize("mark", ["> ", "- ", "> - "])
def test_marks_within_marks_lose_no_sign_however_deep(mark):
    shown = shown_signs(to_html(mark * 40 + "x"))
    assert without_space(mark * 40 + "x").endswith(shown)
    assert shown.endswith("x")
