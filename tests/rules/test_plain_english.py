"""Every text says who does what: words that made the older sentences hard to read are not used.

The texts are pages of docs, docstrings and comments (of migrations too), printed words of commands, translated strings,
and words of templates. Which words hurt is a rule of its own (`test_words_of_the_interface.py`).
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
    r"(?:stands|stand) (?:here|there|in|on|at|as|among|below|beside|first|under|open|nowhere|for all)": "is",
    r"(?:how|where|what) (?:it|this|they|now|the \w+) stands?": "how it is, where it is",
    r"looks? whether": "check that, check whether",
    r"from the next moment on": "at once",
    r"need (?:not|be)": "doesn't have to",
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
ALLOWED = {
    "A small empty boat lies on a lake": "an invented family describes a photograph",
}
"""The text, and why it may stay."""
TEXT_OF_TEMPLATE = re.compile(
    r"""{%\s*translate\s+"(?P<double>[^"]*)"|{%\s*translate\s+'(?P<single>[^']*)'"""
    r"|{%.*?%}|{#(?P<comment>.*?)#}|{{.*?}}",
    re.DOTALL,
)
"""A template tag, and the words in it."""


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


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each string of a Python file that is not a docstring: it is printed, translated or stored."""
    tree = ast.parse(path.read_text())
    passed_over = {id(one.value) for node in ast.walk(tree) for one in ast.iter_child_nodes(node) if _is_prose(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values}
            yield node.lineno, "".join(_said(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node.lineno, node.value


def _is_prose(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _said(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "…"


def words_of_template(text: str) -> str:
    """The words of a template: its text, what its tags and attributes translate, and its comments."""
    attributes = re.sub(r"<([^<>]*)>", lambda tag: " ".join(_translated(tag[1])) + " ", text)
    return TEXT_OF_TEMPLATE.sub(lambda one: next((said for said in one.groups() if said), " "), attributes)


def _translated(attributes: str) -> list[str]:
    found = TEXT_OF_TEMPLATE.finditer(attributes)
    return [one["double"] or one["single"] for one in found if one["double"] or one["single"]]


def files_of_code() -> list[Path]:
    return sorted((ROOT / "held").rglob("*.py"))


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "held" / "web" / "templates").rglob("*.*") if path.is_file())


def pages_of_docs() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def texts_of(path: Path) -> list[tuple[int, str]]:
    """Line and text of everything in a file that somebody reads."""
    if path.suffix != ".py":
        return [(1, words_of_template(path.read_text()))]
    strings = [] if "migrations" in path.parts else strings_of(path)  # operations name things as they are stored
    return [*prose_of(path), *strings]


def faults(path: Path) -> list[str]:
    """What is not plain in a file."""
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return [f"{name}:{line}: {word}" for line, text in texts_of(path) for word in found_in(text)]


def test_code_and_printed_words_are_in_plain_english():
    wrong = [fault for path in files_of_code() for fault in faults(path)]
    assert not wrong, "\n".join(wrong)


def test_words_of_templates_are_in_plain_english():
    wrong = [fault for path in templates() for fault in faults(path)]
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


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cli/serve.py", 'say(f"Whoever opens {address} takes the place.")'),
        ("cli/findings.py", 'wrong = ("The room is not there, "\n    "and need not be.")'),
        ("web/pages.py", 'SAID = {"kept": _("That stands in the list below.")}'),
        ("stories/migrations/0009_more.py", '"""Where there is no key, the row stays."""'),
        ("stories/migrations/0009_more.py", "rows = []  # nothing of a row is kept"),
        ("page.html", "<p>{% translate 'It stands nowhere in the story.' %}</p>"),
        ("page.html", "<p>{% blocktranslate trimmed %}\n  It need\n  not be kept.\n{% endblocktranslate %}</p>"),
        ("page.html", '<button aria-label="{% translate "Look whether it arrived" %}">'),
        ("page.html", "{# Shown to whoever asks. #}"),
        ("page.txt", "From the next moment on it opens nothing."),
    ],
)
def test_a_planted_line_of_each_kind_is_found(tmp_path, file, text):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert len(faults(path)) == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cli/serve.py", 'open(folder / "in-hand")'),
        ("stories/migrations/0009_more.py", 'operations = ["need not"]'),
        (
            "page.html",
            '<p class="stands in" {% if need and not told %}id="whoever"{% endif %}>Nobody is named yet.</p>',
        ),
    ],
)
def test_code_and_names_of_attributes_are_no_words(tmp_path, file, text):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert not faults(path)


@pytest.mark.parametrize("sentence", ["They stand up.", "A lie.", "It says “whoever”.", "`anew` is a name."])
def test_a_plain_sentence_is_left_alone(sentence):
    assert not found_in(sentence)
