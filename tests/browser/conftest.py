"""Fixtures for walks in a browser."""

from collections.abc import Iterator

import pytest

from tests.running import Running
from tests.seeding import seed


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running place with Ana's story. `known`: what `seed` returned; `hue`: of the last photograph drawn for it."""
    data = tmp_path_factory.mktemp("place") / "data"
    known = seed(data)
    with Running(data) as running:
        running.known, running.hue = known, 0
        yield running
