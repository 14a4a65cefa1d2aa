"""One-time links: used once, for a while, by one browser."""

from datetime import timedelta

import pytest

from held.accounts import one_time_links
from held.accounts.models import Link
from held.accounts.one_time_links import CannotBeUsed
from held.lib.idempotency.used_forms import FormUsedBefore
from tests.cast import person
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
INVITATION = Link.Purpose.INVITATION


@pytest.fixture
def ana(db):
    return person("Ana")


def test_a_one_time_link_works_only_once(ana):
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    assert one_time_links.use_link(token).account == ana
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)


def test_looking_at_a_link_does_not_use_it_up(ana):
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    one_time_links.find_link(token)
    assert one_time_links.find_link(token).used_at is None


def test_only_the_hash_of_a_token_is_kept(ana):
    link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    kept = [str(getattr(link, field.attname)) for field in Link._meta.fields]
    assert not any(token in value for value in kept)


def test_a_link_that_nobody_made_does_not_open(ana):
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link("no-such-token")


def test_a_link_does_not_open_before_its_time_nor_after_it(ana, monkeypatch):
    clocks = Clocks(monkeypatch)
    _link, token = one_time_links.make_link(ana, purpose=Link.Purpose.RECOVERY, by="program")
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)
    clocks.pass_by(timedelta(hours=23, minutes=59))
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)
    clocks.pass_by(timedelta(minutes=2))
    assert one_time_links.find_link(token)
    clocks.pass_by(one_time_links.GOOD_FOR)
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)


def test_a_link_taken_back_opens_nothing(ana):
    link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    one_time_links.take_link_back(link, by=ana)
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)


def test_only_the_same_browser_may_reuse_a_link_briefly(ana, monkeypatch):
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    one_time_links.use_link(token, browser="hers")
    assert one_time_links.used_a_moment_ago(token, browser="hers").account == ana
    for other in ("another", ""):
        with pytest.raises(CannotBeUsed):
            one_time_links.used_a_moment_ago(token, browser=other)
    Clocks(monkeypatch).pass_by(timedelta(minutes=16))
    with pytest.raises(CannotBeUsed):
        one_time_links.used_a_moment_ago(token, browser="hers")


def test_a_browser_without_a_name_cannot_reuse_a_link(ana):
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    one_time_links.use_link(token)
    with pytest.raises(CannotBeUsed):
        one_time_links.used_a_moment_ago(token, browser="")


def test_the_same_form_finds_the_link_it_made_and_another_form_does_not(ana):
    hilde = person("Hilde")
    link, token = one_time_links.make_link(ana, purpose=INVITATION, by=hilde, once="form-1")
    assert one_time_links.made_before("form-1", by=hilde) == (link, token)
    assert one_time_links.made_before("form-2", by=hilde) is None
    assert one_time_links.made_before("form-1", by=ana) is None
    assert one_time_links.made_before("", by=hilde) is None


def test_a_link_that_was_used_is_not_shown_by_its_form_again(ana):
    hilde = person("Hilde")
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by=hilde, once="form-1")
    one_time_links.use_link(token)
    with pytest.raises(FormUsedBefore):
        one_time_links.made_before("form-1", by=hilde)


def test_a_link_taken_back_does_not_come_back_by_its_form(ana):
    hilde = person("Hilde")
    link, token = one_time_links.make_link(ana, purpose=INVITATION, by=hilde, once="form-1")
    one_time_links.take_link_back(link, by=hilde)
    with pytest.raises(FormUsedBefore):
        one_time_links.made_before("form-1", by=hilde)
    with pytest.raises(CannotBeUsed):
        one_time_links.find_link(token)


def test_a_waiting_link_is_found_only_by_its_whole_token(ana):
    _link, token = one_time_links.make_link(ana, purpose=Link.Purpose.RECOVERY, by="program")
    assert one_time_links.find_link_to_come(token).account == ana
    with pytest.raises(CannotBeUsed):
        one_time_links.find_link_to_come(token[:-1])


def test_used_links_tell_who_has_signed_in(ana):
    ben = person("Ben")
    _link, token = one_time_links.make_link(ana, purpose=INVITATION, by="program")
    one_time_links.make_link(ben, purpose=INVITATION, by="program")
    one_time_links.use_link(token)
    assert one_time_links.have_come_in([ana, ben]) == {ana.pk}
