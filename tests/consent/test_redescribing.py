"""That a description changed after somebody was asked is noted, whatever they answered."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from held.consent import answering, asking
from held.consent.models import Answer, Redescribed
from held.consent.redescribing import asked_about, note_redescribed, redescribed
from held.consent.table import Event
from held.stories import writing
from held.stories.models import Shown
from tests.photographs import SHOWS

NEWER = "Colour. Four hills under a pale sky. Nobody is in the picture."


def write(cast, leaf, shows: str) -> None:
    leaf.refresh_from_db()
    writing.save(leaf, {"shows": shows}, sheet=writing.Sheet(leaf.current_id), by=cast.ana)
    leaf.refresh_from_db()


@pytest.mark.parametrize("event", [None, Event.AGREE, Event.DECLINE, Event.NOT_NOW])
def test_who_was_asked_counts_whatever_they_answered(leaf, asked, event):
    if event:
        for part in asked:
            answering.answer(part, "public", event, language="en")
    assert asked_about([leaf.picture_id]) == {leaf.picture_id}


def test_who_is_named_was_not_asked_yet(leaf, ana, mika):
    assert asked_about([leaf.picture_id]) == set()


def test_the_last_change_is_kept_and_by_whom(cast, leaf):
    assert redescribed(leaf.picture_id) is None
    note_redescribed(leaf.picture_id, by=cast.ana)
    first = redescribed(leaf.picture_id)
    note_redescribed(leaf.picture_id, by=None)
    last = redescribed(leaf.picture_id)
    assert (first.pk, first.by, last.by) == (last.pk, cast.ana, None)
    assert first.at < last.at


def test_an_answer_keeps_the_versions_that_were_read(leaf, asked):
    kept = answering.answer(asked[1], "public", Event.AGREE, language="en", words=["b" * 32, "a" * 32])
    assert kept.words == ["a" * 32, "b" * 32]
    answering.withdraw(asked[1])
    assert Answer.objects.get(part=asked[1], scope="public").words == ["a" * 32, "b" * 32]
    assert Answer.objects.get(part=asked[1], scope="named").words is None


def upgrade() -> None:
    Redescribed.objects.all().delete()
    migration = import_module("held.consent.migrations.0005_words_that_were_answered_to")
    migration.note_those_that_changed(apps, SimpleNamespace(connection=connection))


def test_the_upgrade_notes_what_was_written_after_asking(cast, leaf, mika):
    write(cast, leaf, SHOWS)
    asking.ask(mika, ["public"], by=cast.ana)
    upgrade()
    assert redescribed(leaf.picture_id) is None
    write(cast, leaf, NEWER)
    upgrade()
    assert redescribed(leaf.picture_id).at == leaf.current.at


def test_the_upgrade_notes_words_that_readers_did_not_get(cast, leaf, mika):
    write(cast, leaf, SHOWS)
    Shown.objects.create(leaf=leaf, version=leaf.current, first_on=leaf.current.at.date())
    write(cast, leaf, NEWER)
    asking.ask(mika, ["public"], by=cast.ana)
    upgrade()
    assert redescribed(leaf.picture_id) is not None
