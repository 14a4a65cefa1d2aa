"""Fixtures for every test."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache  # noqa: TID251  # only to empty it
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from held.accounts.models import Account
from held.lib.clock import now
from held.lib.compiled import forget_compiled
from held.uptime.current import forget_uptime, uptime
from tests import cast as people
from tests.browsing import chromium
from tests.cast import Cast
from tests.databases import same_on_both
from tests.tab import Tab

LONGEST = ("tests/promises/", "tests/journeys/", "tests/cli/test_upgrading.py")


def pytest_configure() -> None:
    """Use static files without collecting them first; browser walks collect them."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(exist_ok=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first, so that at the end no worker is left alone with one of them. On PostgreSQL, run only the
    tests whose result can differ there."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if connection.vendor == "postgresql":
        alone = [item for item in items if same_on_both(item)]
        items[:] = [item for item in items if not same_on_both(item)]
        config.hook.pytest_deselected(items=alone)


def pytest_collection_finish() -> None:
    """Python searches for cyclic garbage only among what the tests make, and less often: a tenth to a fifth of their
    processor time went into searching the imported modules again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests marked for PostgreSQL on any other database."""
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    """Rate limits are counted in memory; each test begins with empty counts."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_uptime_before() -> None:
    """The uptime is read once per process; each test has tables of its own."""
    forget_uptime()


@pytest.fixture(autouse=True)
def no_statements_before() -> None:
    """Statements are compiled once per process; another test may have changed what they are made of."""
    forget_compiled()


@pytest.fixture(autouse=True)
def vault_folders(tmp_path: Path, settings: Settings) -> None:
    """Give each test an empty vault."""
    settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING = tmp_path / "photographs", tmp_path / "incoming"
    settings.HELD_SET_ASIDE = tmp_path / "set-aside"


@pytest.fixture
def cast(db: None) -> Cast:
    """The invented people, in the database."""
    return people.assemble()


@pytest.fixture
def signed_in():
    """A browser in which an account is signed in; with `key=True` they showed a passkey a moment ago."""

    def sign_in(account: Account, *, key: bool = False) -> Client:
        browser = Tab(headers={"host": "localhost"})
        browser.force_login(account)
        if key:
            session = browser.session
            at = {"at": now().timestamp(), "uptime": uptime()}
            shown = {"method": "mfa", "type": "webauthn", "reauthenticated": True, **at}
            session["account_authentication_methods"] = [shown]
            session["account_authentication_methods_user"] = str(account.pk)  # whose key was shown
            session.save()
        return browser

    return sign_in


@pytest.fixture
def anyone() -> Client:
    """A browser in which nobody is signed in."""
    return Tab(headers={"host": "localhost"})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all walks of a worker; each walk has a context of its own.

    Playwright keeps an event loop in this thread. Django would refuse database queries in the tests after it, though
    none of them runs inside that loop.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as launched:
        yield launched
