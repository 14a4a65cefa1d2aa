"""One module reads from an address what was just done. Every page uses it, so a link on another site says nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import held
from held.web.notices import MARKS

HELD = Path(held.__file__).parent
READS = HELD / "web" / "notices.py"
OTHER_NAMES = {
    "next": "where to go after signing in: a path of ours",
    "by": "the theme of the specimen, day or night",
    "form": "the name of a form: what it made is looked up",
    "of": "of whom or what a sentence speaks; the sentence comes from held/web/notices.py",
    "before": "beside which story the list is shown; another word is ignored",
    "after": "the same, for the way back",
    "circle": "as whom a family looks at its own story; the page says so itself",
    "another": "shows the page for signing in to somebody who is signed in",
    "_MARK": "signed by us, good for a minute",
}
"""What other modules may read from an address, each with the reason why it does not claim that something was done."""


def asked_of_addresses(source: str) -> Iterator[str]:
    """Every name that Python code reads from the query of an address; `?` for a use of the whole query."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "GET":
            yield _name_asked(node, parents)


def _name_asked(query: ast.Attribute, parents: dict[ast.AST, ast.AST]) -> str:
    use = parents[query]
    call = parents.get(use)
    if isinstance(use, ast.Attribute) and use.attr == "get" and isinstance(call, ast.Call):
        return _word(call.args[0])
    if isinstance(use, ast.Compare):
        return _word(use.left)
    return "?"


def _word(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def test_no_other_module_reads_what_was_said():
    found = {
        str(path.relative_to(HELD)): odd
        for path in HELD.rglob("*.py")
        if path != READS and (odd := set(asked_of_addresses(path.read_text())) - OTHER_NAMES.keys())
    }
    assert not found


def written_in(source: str) -> set[str]:
    """What a module itself writes into an address to say what was done: without a signature it is ignored."""
    words = {f"{sign}{word}" for sign in "?&" for word in ("said=", *MARKS)}
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return {word for word in words for text in texts if isinstance(text, str) and word in text and " " not in text}


def test_no_other_module_writes_what_was_said():
    found = {str(path.relative_to(HELD)): odd for path in HELD.rglob("*.py") if (odd := written_in(path.read_text()))}
    assert not found
    assert written_in('on_to(f"{here}?said={word}")') == {"?said="}
    assert written_in('sign_in + "&words"') == {"&words"}


def test_no_template_reads_the_address_query():
    templates = list((HELD / "web" / "templates").rglob("*.html"))
    assert templates
    assert not [one.name for one in templates if ".GET" in one.read_text()]


def test_every_way_to_read_the_query_is_found():
    for line in (
        'request.GET.get("said", "")',
        'request.GET["said"]',
        '"left" in request.GET',
        "request.GET.dict()",
        "show(request.GET)",
    ):
        assert set(asked_of_addresses(line)) - OTHER_NAMES.keys(), line
    assert set(asked_of_addresses('request.GET.get("next")')) == {"next"}
