"""A place on the disk with people and a story, for tests that copy and restore it."""

import shutil

import pytest
from django.test import override_settings

from held.keyring.store import Keyring
from tests.inside import inside
from tests.seeding import seed

OPEN_BOTH = """
from tests import cast as people
from held.stories.models import Publication, Story
from held.accounts.models import Account
from held.families.models import Member
from held.accounts.one_time_links import make_link
from held.accounts.models import Link
member = Member.objects.select_related("account").order_by("pk").first()
people.open_to(Story.objects.get(), Publication.Circle.EVERYONE, by=member.account, wished="a-tuesday")
make_link(member.account, purpose=Link.Purpose.INVITATION, by="host")
"""


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A data folder with the invented people, Ana's story open to everyone, and an unused link."""
    data = tmp_path_factory.mktemp("seeded") / "place"
    data.mkdir(mode=0o700)
    seed(data)
    inside(data, OPEN_BOTH)
    return data


@pytest.fixture
def place(seeded, tmp_path):
    """A copy of it that a test may change."""
    return shutil.copytree(seeded, tmp_path / "place")


@pytest.fixture
def ring(tmp_path):
    """The keys of a new place, in its folder."""
    with override_settings(HELD_KEYS=tmp_path / "keys"):
        made = Keyring(tmp_path / "keys")
        (tmp_path / "keys" / "secret").write_text("a secret")
        yield made
