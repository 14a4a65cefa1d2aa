"""A test runs on PostgreSQL too depending on what it touches, and a test that nobody classed runs on both."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.databases import same_on_both
from tests.tab import Tab


@dataclass
class Item:
    """What pytest says about a test, as far as the choice uses it."""

    fixturenames: list[str] = field(default_factory=list)
    marks: tuple[str, ...] = ()
    module: object = field(default_factory=SimpleNamespace)

    def get_closest_marker(self, name: str) -> bool | None:
        return name in self.marks or None


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Item(["tmp_path"]), "asks no table"),
        (Item(["db", "cast"]), ""),
        (Item(["db", "cast", "anyone"]), "asks pages"),
        (Item(["transactional_db", "signed_in"]), "asks pages"),
        (Item(["db"], module=SimpleNamespace(Browser=Client)), "asks pages"),
        (Item(["db"], module=SimpleNamespace(Tab=Tab)), "asks pages"),
        (Item(["db", "signed_in"], ("both",)), ""),
        (Item(["db"], ("both",), SimpleNamespace(Tab=Tab)), ""),
        (Item([], ("postgres",)), ""),
        (Item(["something_new"], ("django_db",)), ""),
    ],
)
def test_choice_follows_what_a_test_touches(item, why):
    assert same_on_both(item) == why
