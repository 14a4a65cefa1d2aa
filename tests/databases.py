"""Which tests run on PostgreSQL as well as on SQLite: those whose results can differ between the two.

They are chosen by what a test touches. A test that no line here describes runs on both.
"""

import pytest
from django.test import Client

TABLES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
PAGES = {"anyone", "signed_in"}  # fixtures with which a test requests pages through Django's handler


def touches_tables(item: pytest.Item) -> bool:
    """Whether it may make a query at all; pytest-django refuses a test that does so without saying it."""
    return bool(TABLES.intersection(item.fixturenames)) or item.get_closest_marker("django_db") is not None  # type: ignore[attr-defined]


def asks_pages(item: pytest.Item) -> bool:
    """Whether it requests pages, by a fixture or with a browser that its file makes. What pages call is tested
    separately, on both; every page is walked on both."""
    return bool(PAGES.intersection(item.fixturenames)) or makes_browsers(item.module)  # type: ignore[attr-defined]


def makes_browsers(module: object) -> bool:
    """Whether the tests of this file make Django's test browser themselves."""
    return any(isinstance(one, type) and issubclass(one, Client) for one in vars(module).values())


def same_on_both(item: pytest.Item) -> str:
    """Why SQLite alone is enough for this test; "" if it is not."""
    if item.get_closest_marker("both") or item.get_closest_marker("postgres"):
        return ""
    if not touches_tables(item):
        return "asks no table"
    return "asks pages" if asks_pages(item) else ""
