"""A place on the disk, for commands that read one."""

import shutil

import pytest

from tests import running
from tests.seeding import seed

FORKED = {
    "test_backup",
    "test_check",
    "test_looking_makes_nothing",
    "test_lost_accounts",
    "test_lost_keys",
    "test_restore_names_its_copy",
    "test_upgrading",
}


@pytest.fixture(scope="module", autouse=True)
def real_starts(request):
    """Commands are really started, as a host starts them: these tests are about that. The few in `FORKED` are about
    what a command does."""
    running.FORKED = request.module.__name__.rpartition(".")[2] in FORKED
    yield
    running.FORKED = True


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A data folder with the invented people and Ana's story."""
    data = tmp_path_factory.mktemp("seeded") / "place"
    data.mkdir(mode=0o700)
    seed(data)
    (data / "held.db").chmod(0o600)
    return data


@pytest.fixture
def place(seeded, tmp_path):
    """A copy of it that a test may change."""
    return shutil.copytree(seeded, tmp_path / "place")
