"""Docs, docstrings and comments say who does what: words that made the older sentences hard to read are not used.

The words people read on pages have their own rule (`test_words_of_the_interface.py`).
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATTERNS = {
    r"who(?:so)?ever": "a person who, anyone who; or name them",
    r"anew": "again",
    r"(?:lies|lie) (?:here|there|sealed|beside|in|on|under|open|with)": "is",
    r"(?:stands|stand) (?:here|there|in|on|at|beside|under|open|nowhere|for all)": "is",
    r"need not": "doesn't have to",
    r"nothing of": "none of, no part of; or name the thing",
    r"also where": "even if",
    r"where there is": "if there is",
    r"in hand": "say what holds it",
    r"hears? of": "is told about",
    r"there(?:by|in|of|upon)": "say by what, in what",
    r"besides": "also; except",
    r"of whom": "whose; or two sentences",
    r"many a": "many",
}
WORDS = re.compile("|".join(rf"\b{pattern}\b" for pattern in PATTERNS), re.IGNORECASE)
# The text, and why it may stay.
ALLOWED: dict[str, str] = {}


def found_in(text: str) -> list[str]:
    """What is not plain in a text. Quoted words are what somebody reads, and code is named in backquotes."""
    bare = re.sub(r"“[^”]*”|`[^`]*`", "", " ".join(text.split()))
    return [one[0] for one in WORDS.finditer(bare) if not any(one[0] in kept for kept in ALLOWED if kept in bare)]


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each docstring and each comment of a Python file. Comments on lines of their own are joined."""
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        for one in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
                yield one.lineno, one.value.value
    comments: dict[int, str] = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            text = token.string.lstrip("# ")
            comments[line] = f"{comments.pop(line - 1, '')} {text}"
    yield from comments.items()


def files_of_code() -> list[Path]:
    return [path for path in sorted((ROOT / "held").rglob("*.py")) if "migrations" not in path.parts]


def pages_of_docs() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_docstrings_and_comments_are_in_plain_english():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in files_of_code()
        for line, text in prose_of(path)
        for word in found_in(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_pages_of_docs_are_in_plain_english():
    wrong = [f"{path.relative_to(ROOT)}: {word}" for path in pages_of_docs() for word in found_in(path.read_text())]
    assert not wrong, "\n".join(wrong)


def test_each_allowed_text_is_still_there():
    everything = " ".join(path.read_text() for path in [*files_of_code(), *pages_of_docs()])
    assert not [kept for kept in ALLOWED if kept not in " ".join(everything.split())]


@pytest.mark.parametrize(
    "sentence",
    [
        "Whoever opens this link takes the place into their hands.",
        "The words lie sealed beside it.",
        "It stands nowhere in the story.",
        "From your first key on it need not print a link.",
        "Nothing of it stays.",
        "It is heard out, also where the answer is no.",
        "What was is made anew.",
    ],
)
def test_a_sentence_that_is_not_plain_is_found(sentence):
    assert found_in(sentence)


@pytest.mark.parametrize("sentence", ["They stand up.", "A lie.", "It says “whoever”.", "`anew` is a name."])
def test_a_plain_sentence_is_left_alone(sentence):
    assert not found_in(sentence)
