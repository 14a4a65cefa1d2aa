"""A number before a noun is said in the singular too: nobody says “1 stories”, and some languages have more forms.

In templates a plural is chosen by `blocktranslate count`, in code by `ngettext` or by an expression after the number.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HELD = Path(__file__).resolve().parent.parent.parent / "held"
NOUNS = (
    "answers|chores|codes|copies|days|files|hours|keys|letters|links|minutes|months|names|people|photographs|seconds|"
    "stories|tries|times|versions|weeks|words|years|have|are|were"
)
BLOCK = re.compile(r"{%-? *blocktranslate\b(.*?)%}(.*?){% *endblocktranslate *%}", re.DOTALL)
COUNTED_IN_TEMPLATE = re.compile(rf"{{{{ *(?!name|who)\w+ *}}}} (?:more )?({NOUNS})\b")
COUNTED_IN_CODE = re.compile(rf"%\((?!name|who)\w+\)[sd] (?:more )?({NOUNS})\b|%d ({NOUNS})\b")
SINGULAR_BY_HAND = re.compile(r"{% *(?:el)?if [\w.|]+ == 1 *%}\s*{% *(?:block)?translate[^}]*?[\"}]\s*(?:One|It)\b")
SEVERAL_ALWAYS = re.compile(r"len\(newer\)")  # one alone is named


def of_template(text: str) -> Iterator[str]:
    """Sentences of a template that say a number before a plural, and have no singular."""
    for options, body in BLOCK.findall(text):
        if COUNTED_IN_TEMPLATE.search(body) and not re.search(r"\bcount\b", options):
            yield " ".join(body.split())
    yield from SINGULAR_BY_HAND.findall(text)


def of_code(source: str) -> Iterator[str]:
    """The same of a module."""
    tree = ast.parse(source)
    chosen = {id(part) for node in ast.walk(tree) if _calls_ngettext(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in chosen:
            yield from [node.value] if COUNTED_IN_CODE.search(node.value) else []
        if isinstance(node, ast.JoinedStr):
            yield from _of_format(node)


def _calls_ngettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and "ngettext" in node.func.id


def _of_format(node: ast.JoinedStr) -> Iterator[str]:
    for number, words in zip(node.values, node.values[1:], strict=False):
        if not isinstance(number, ast.FormattedValue) or not isinstance(words, ast.Constant):
            continue
        counted = ast.unparse(number.value)
        if re.match(rf" (?:more )?({NOUNS})\b", str(words.value)) and _may_be_one(counted):
            yield f"{{{counted}}}{words.value}"


def _may_be_one(counted: str) -> bool:
    is_number = re.search(r"len\(|count|number|tries|megabytes|days|hours|minutes|^n$|left", counted)
    return is_number is not None and not SEVERAL_ALWAYS.search(counted)


def test_each_template_says_one_of_a_thing_rightly():
    found = {path.name: list(of_template(path.read_text())) for path in sorted(HELD.rglob("*.html"))}
    assert not {name: sentences for name, sentences in found.items() if sentences}


def test_each_module_says_one_of_a_thing_rightly():
    paths = [path for path in sorted(HELD.rglob("*.py")) if "migrations" not in path.parts]
    found = {path.name: list(of_code(path.read_text())) for path in paths}
    assert not {name: sentences for name, sentences in found.items() if sentences}


@pytest.mark.parametrize(
    "template",
    [
        "{% blocktranslate with n=one.waiting %}{{ n }} photographs have come.{% endblocktranslate %}",
        "{% blocktranslate trimmed %}After {{ days }} days it is gone.{% endblocktranslate %}",
        '{% if one.waiting == 1 %}{% translate "One is there." %}{% else %}{% endif %}',
    ],
)
def test_a_planted_plural_in_a_template_is_found(template):
    assert list(of_template(template))


@pytest.mark.parametrize(
    "source",
    ['_("%(days)s days more")', 'f"{len(lost):,} keys are lost"', 'f"{number} stories"', 'log("%d files were")'],
)
def test_a_planted_plural_in_a_module_is_found(source):
    assert list(of_code(source))


def test_what_has_both_forms_is_not_found():
    both = "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    assert not list(of_template(both))
    assert not list(of_code('ngettext("%(n)s day", "%(n)s days", n)'))
    assert not list(of_code("f\"{number} {'story' if number == 1 else 'stories'}\""))
