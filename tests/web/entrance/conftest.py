"""Tries are counted in memory; each test begins without any."""

import pytest
from django.core.cache import cache  # noqa: TID251  # only to empty it


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    cache.clear()
