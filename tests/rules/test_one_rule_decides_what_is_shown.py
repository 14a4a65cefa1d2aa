"""`held/access/what_readers_see.py` decides which photographs readers may ask for. No other module combines the rule.

The rule has two halves: what the family published (`photographs_chosen`) and what everyone in the picture agreed to
(`agreed_by_all`). A module that uses both decides a second time, and the two decisions will differ one day.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED, AGREED = "photographs_chosen", "agreed_by_all"
RULE = "held/access/what_readers_see.py"
ASKS_THE_FAMILY = {
    "held/stories/chosen.py",
    "held/stories/described.py",  # which words readers get, whether or not everyone agreed
}
ASKS_CONSENT = {
    "held/consent/facts.py",
    "held/consent/overview.py",  # tells the family whether everyone agreed, for each scope
    "held/desk/album.py",  # tells the family the same in its list of photographs
    "held/desk/ready.py",  # tells a parent on the desk that they did
}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported
    }
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return read | imported | attributes | defined


def askers(paths: Iterable[Path], root: Path = ROOT) -> tuple[set[str], set[str]]:
    """The modules that name each half of the rule."""
    named = {str(path.relative_to(root)): names_in(path) for path in paths}
    return ({one for one in named if PUBLISHED in named[one]}, {one for one in named if AGREED in named[one]})


def test_one_module_asks_the_family_and_the_people():
    published, agreed = askers((ROOT / "held").rglob("*.py"))
    assert published == ASKS_THE_FAMILY | {RULE}
    assert agreed == ASKS_CONSENT | {RULE}


def test_what_is_read_is_handed_what_was_allowed():
    """The module that words a story for readers gets the allowed photographs as an argument."""
    names = names_in(ROOT / "held" / "reading" / "published.py")
    assert not names & {PUBLISHED, AGREED, "photographs_allowed", "Placement", "Publication"}


def test_a_second_module_with_the_rule_is_found(tmp_path):
    planted = tmp_path / "second.py"
    planted.write_text(
        "from held.stories import chosen\nfrom held.consent.facts import agreed_by_all\n"
        "def shown():\n    return chosen.photographs_chosen(), agreed_by_all([], [])\n"
    )
    assert askers([planted], tmp_path) == ({"second.py"}, {"second.py"})
