"""A photograph arrives: sealed while it is read, recognized, made showable in the jail, stored."""

import errno
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import OperationalError, transaction

from held.history.models import Line
from held.jail import developing
from held.pictures import intake, removal, vault
from held.pictures.intake import Arriving
from held.pictures.models import Picture, Rendition
from held.pictures.recognising import NotKept, Why, is_whole
from held.pictures.sweeping import left_over
from tests.drawn import broken_png, drawn_png
from tests.pictures.arriving import arrive, kept, keys, nothing_stays, read_original


def test_the_original_is_kept_bit_for_bit_and_can_be_shown(cast):
    data = drawn_png(900, 700)
    picture = kept(cast.family, data, cast.ana)
    assert read_original(picture) == data
    boxes = set(Rendition.objects.filter(picture=picture).values_list("box", "format"))
    assert {(480, "avif"), (480, "jpeg")} <= boxes
    assert picture.name == "IMG_1.PNG"
    assert picture.format == "png"
    assert Line.objects.filter(act="picture.arrived", by=cast.ana.key).exists()


def test_a_photograph_behind_an_empty_line_is_kept_as_it_came_and_shown(cast):
    data = b"\r\n" + drawn_png()
    picture = kept(cast.family, data, cast.ana)
    assert read_original(picture) == data
    assert picture.format == "png"
    assert Rendition.objects.filter(picture=picture).exists()


def test_what_is_shown_of_it_is_sealed_and_bound_to_its_row(cast):
    picture = kept(cast.family, drawn_png(), cast.ana)
    row = Rendition.objects.filter(picture=picture, format="jpeg").get()
    where = vault.where_rendition(picture.pk, row.box, row.format)
    assert vault.get(row.blob, picture.key, where).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", Why.EMPTY), (b"GIF89a" + bytes(200), Why.NOT_OURS), (b"<svg/>", Why.NOT_OURS), (b"x", Why.NOT_OURS)],
)
def test_a_file_that_is_no_photo_is_refused_and_not_kept(cast, data, why):
    before = keys()
    with pytest.raises(NotKept) as told:
        arrive(cast.family, data)
    assert told.value.why == why
    assert nothing_stays(before)


def test_a_name_does_not_make_a_photograph(cast):
    with pytest.raises(NotKept) as told:
        arrive(cast.family, b"%PDF-1.7" + bytes(500), name="noor.jpg")
    assert told.value.why == Why.NOT_OURS


def test_a_photo_with_another_file_ending_is_recognized(cast):
    assert arrive(cast.family, drawn_png(), name="noor.txt").format == "png"


def test_one_that_is_too_big_is_read_on_and_laid_nowhere(cast, monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 100_000)
    before = keys()
    with pytest.raises(NotKept) as told:
        arrive(cast.family, drawn_png() + bytes(200_000))
    assert told.value.why == Why.TOO_BIG
    assert nothing_stays(before)


def test_one_of_our_formats_that_cannot_be_opened_is_kept_as_it_was_sent(cast):
    picture = kept(cast.family, broken_png(), cast.ana)
    assert read_original(picture) == broken_png()
    assert not Rendition.objects.filter(picture=picture).exists()
    assert Line.objects.filter(act="picture.arrived.unopened").exists()


def test_a_few_bytes_that_begin_like_a_photo_are_kept(cast):
    assert read_original(kept(cast.family, b"\xff\xd8\xff\xe0", cast.ana)) == b"\xff\xd8\xff\xe0"


def test_the_same_file_is_recognised_within_this_family_and_no_other(cast):
    kept(cast.family, drawn_png(), cast.ana)
    before = keys()
    with pytest.raises(NotKept) as told:
        intake.refuse_what_is_here(arrive(cast.family, drawn_png(), name="other.png"))
    assert told.value.why == Why.HERE
    assert keys() == before
    assert left_over(vault.every_blob()) == []
    assert kept(cast.other_family, drawn_png(), cast.otto).family == cast.other_family
    assert kept(cast.family, drawn_png(hue=9), cast.ana)


def test_how_it_is_recognised_tells_nothing_to_who_has_the_file(cast):
    one, other = (kept(family, drawn_png(), cast.ana) for family in (cast.family, cast.other_family))
    assert one.lookup != other.lookup


def test_two_that_send_one_file_in_the_same_moment_keep_it_once(cast):
    first, second = (intake.develop(arrive(cast.family, drawn_png())) for _ in range(2))
    intake.keep(first, by=cast.ana)
    with pytest.raises(NotKept) as told:
        intake.keep(second, by=cast.ben)
    assert told.value.why == Why.HERE
    intake.forget(second)
    assert len(left_over(vault.every_blob())) == 0


def test_one_that_is_being_removed_is_told_as_such(cast):
    removal.remove(kept(cast.family, drawn_png(), cast.ana), by=cast.ana)
    with pytest.raises(NotKept) as told:
        intake.refuse_what_is_here(arrive(cast.family, drawn_png()))
    assert told.value.why == Why.REMOVED


def test_a_lost_connection_leaves_nothing(cast):
    before = keys()
    arriving = Arriving(cast.family, "a.png")
    arriving.write(drawn_png() + bytes(300_000))
    arriving.give_up()
    assert nothing_stays(before)


@pytest.mark.parametrize("when", ["while it arrives", "at its end"])
def test_a_disk_that_fills_up_meanwhile_is_told_and_nothing_stays(cast, monkeypatch, when):
    def full(*_given):
        raise OSError(errno.ENOSPC, "full")

    before = keys()
    monkeypatch.setattr(vault.Receiving, "write" if when == "while it arrives" else "finish", full)
    with pytest.raises(NotKept) as told:
        arrive(cast.family, drawn_png())
    assert told.value.why == Why.NO_ROOM
    assert nothing_stays(before)


def test_a_disk_that_fills_up_while_it_is_made_showable_leaves_nothing(cast, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, "full")

    before = keys()
    arrived = arrive(cast.family, drawn_png())
    monkeypatch.setattr(vault, "put", full)
    with pytest.raises(NotKept) as told:
        intake.develop(arrived)
    assert told.value.why == Why.NO_ROOM
    assert nothing_stays(before)


def test_without_a_jail_no_photo_is_received(cast, monkeypatch):
    def closed(_original):
        raise developing.Closed("install it")

    before = keys()
    arrived = arrive(cast.family, drawn_png())
    monkeypatch.setattr(developing, "develop", closed)
    with pytest.raises(developing.Closed):
        intake.develop(arrived)
    assert nothing_stays(before)


def test_a_photo_without_rows_leaves_nothing_when_forgotten(cast):
    before = keys()
    intake.forget(intake.develop(arrive(cast.family, drawn_png())))
    assert nothing_stays(before)


def test_the_jail_is_given_the_file_as_it_was_sent(cast, monkeypatch):
    seen = BytesIO()

    def look(original):
        seen.write(original.read())
        raise developing.CannotBeShown

    monkeypatch.setattr(developing, "develop", look)
    kept(cast.family, drawn_png(), cast.ana)
    assert seen.getvalue() == drawn_png()


def test_a_lost_commit_confirmation_removes_no_photo(cast):
    """The rows exist, and only the confirmation was lost: their blobs and key stay."""
    developed = intake.develop(arrive(cast.family, drawn_png()))
    with transaction.atomic():
        picture = intake.keep(developed, by=cast.ana)
    intake.forget_unless_kept(developed)
    assert is_whole(picture)
    assert all(vault.is_there(row.blob) for row in Rendition.objects.all())


def test_rows_that_were_undone_leave_nothing(cast):
    before = keys()
    intake.forget_unless_kept(intake.develop(arrive(cast.family, drawn_png())))
    assert nothing_stays(before)


def test_where_nobody_can_say_whether_it_was_kept_all_of_it_is_left(cast, monkeypatch):
    developed = intake.develop(arrive(cast.family, drawn_png()))
    gone = SimpleNamespace(filter=lambda **_given: (_ for _ in ()).throw(OperationalError("away")))
    with monkeypatch.context() as away:
        away.setattr(Picture, "objects", gone)
        intake.forget_unless_kept(developed)
    assert vault.is_there(developed.arrived.blob)


def test_one_that_was_taken_away_on_its_way_is_not_said_to_be_kept(cast):
    before, developed = keys(), intake.develop(arrive(cast.family, drawn_png()))
    vault.drop(developed.renditions[0].blob)
    with pytest.raises(NotKept) as refused, transaction.atomic():
        intake.keep(developed, by=cast.ana)
    assert refused.value.why is Why.LOST
    intake.forget_unless_kept(developed)
    assert nothing_stays(before)
