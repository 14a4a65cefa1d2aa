"""A part of a photograph is covered: a new one is made, its people are named and not asked, and the first is closed."""

import pytest

from held.access.viewer import Viewer
from held.access.what_waits import photographs_to_let
from held.actions.covering import cover_part, keep_after_all
from held.consent import consent_links, involved, looking
from held.consent.models import Answer, ConsentLink, Involvement, ListComplete, Looking
from held.desk.album import photograph_on_desk
from held.desk.photograph_status import PhotographStatus
from held.families.persons import add_person
from held.history.models import AuditEntry
from held.jail.covering import Box, Covering
from held.jail.developing import NothingLeft
from held.pictures import covered_copies, removal, vault
from held.pictures.covered_copies import OpensOtherwise
from held.pictures.models import CoveredCopy, Picture, Rendition
from held.pictures.recognising import NotKept, Why
from held.publishing import placing
from held.publishing.fingerprint import fingerprint_of
from held.publishing.letting_ask import let_readers_ask
from held.publishing.placing import NotPlaced
from held.stories.models import Leaf, Placement, Publication, PublishedVersion
from tests import cast as people
from tests.covered import sent
from tests.jail.patterned import LEFT_HALF, chequered, colourful, is_flat, with_everything
from tests.photographs import agree
from tests.published import allowed

TOP_LEFT = Covering((Box(0, 0, 500, 500),))


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture(scope="session")
def loud() -> bytes:
    return with_everything(chequered(300, 200))


@pytest.fixture
def leaf(cast, story, loud):
    return sent(cast, story, loud)


@pytest.fixture
def opened(cast, story, leaf) -> Leaf:
    """Readers may ask for it: everyone agreed, and the story is open."""
    placing.place(leaf, Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).first(), by=cast.ana)
    agree(leaf, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return leaf


def let(leaf: Leaf, by) -> None:
    leaf.refresh_from_db()
    let_readers_ask(leaf, version=leaf.current_id, fingerprint=fingerprint_of(leaf.story), by=by)


def every_file(picture: Picture) -> list[bytes]:
    """Everything that is stored of it, opened."""
    where = vault.where_original(picture.pk)
    with vault.original(picture.original, picture.key, where, picture.size) as file:
        found = [file.read()]
    return found + [
        vault.get(one.blob, picture.key, vault.where_rendition(picture.pk, one.box, one.format))
        for one in Rendition.objects.filter(picture=picture)
    ]


def test_no_covered_pixel_is_in_any_of_its_files(cast, leaf):
    assert max(colourful(one) for one in every_file(leaf.picture)) > 100
    new = cover_part(leaf, LEFT_HALF, by=cast.ana)
    files = every_file(new.picture)
    assert len(files) == 3
    for one in files:
        assert is_flat(one)
        assert b"CANARY" not in one
        assert one.count(b"\xff\xd8\xff") <= 1, "no thumbnail"
    assert new.picture.key != leaf.picture.key


def test_the_first_one_is_kept_exactly_as_it_was(cast, leaf, loud):
    cover_part(leaf, LEFT_HALF, by=cast.ana)
    assert every_file(leaf.picture)[0] == loud


def test_everyone_is_named_again_and_nobody_asked(cast, leaf):
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    part = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    agree(leaf, cast.ana)
    involved.confirm_list(leaf.picture, with_baby=True, by=cast.ana)
    consent_links.ask(part, ["named"], by=cast.ana, once="form")
    new = cover_part(leaf, LEFT_HALF, by=cast.ben)
    flags = ("person", "in_it", "took_it", "for_baby")
    of = {one: set(Involvement.objects.filter(picture=one).values_list(*flags)) for one in (leaf.picture, new.picture)}
    assert of[leaf.picture] == of[new.picture]
    assert len(of[new.picture]) == 3
    assert not Answer.objects.filter(involvement__picture=new.picture).exists()
    assert not ConsentLink.objects.filter(involvement__picture=new.picture).exists()
    assert not ListComplete.objects.filter(picture=new.picture).exists()


def test_somebody_who_is_covered_is_taken_out_by_hand(cast, leaf):
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    part = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(part, ["named"], by=cast.ana, once="form")
    new = cover_part(leaf, LEFT_HALF, by=cast.ana)
    involved.take_name_out(Involvement.objects.get(picture=new.picture), by=cast.ana)
    assert Involvement.objects.filter(picture=leaf.picture).exists()


def test_it_has_no_words_and_no_place_before_somebody_acts(cast, opened):
    new = cover_part(opened, LEFT_HALF, by=cast.ana)
    new.refresh_from_db()
    assert new.current is None
    assert not Placement.objects.filter(leaf=new).exists()
    assert photograph_on_desk(new).status == PhotographStatus.NEEDS_DESCRIPTION
    assert photograph_on_desk(new).copy_of == opened


def test_readers_can_no_longer_ask_for_the_first(cast, story, opened):
    assert len(allowed(story)) == 1
    cover_part(opened, LEFT_HALF, by=cast.ana)
    assert allowed(story) == []
    assert not PublishedVersion.objects.filter(leaf=opened).exists()
    assert photograph_on_desk(opened).status == PhotographStatus.HAS_COVERED_COPY


def test_the_first_stays_closed_while_the_copy_is_here(cast, story, opened):
    new = cover_part(opened, LEFT_HALF, by=cast.ana)
    with pytest.raises(NotPlaced):
        let(opened, cast.ana)
    PublishedVersion.objects.create(leaf=opened, version=opened.current, first_on=opened.made_at.date())
    assert allowed(story) == [], "whatever the rows say"
    PublishedVersion.objects.filter(leaf=opened).delete()
    placing.remove(new, by=cast.ana)
    assert allowed(story) == [], "removing the copy shows nobody the first"
    let(opened, cast.ana)
    assert len(allowed(story)) == 1


def test_nobody_is_told_that_the_first_could_be_opened(cast, opened):
    PublishedVersion.objects.all().delete()
    viewer = Viewer(cast.ana, key_shown=True)
    assert list(photographs_to_let(viewer)) == [opened]
    cover_part(opened, LEFT_HALF, by=cast.ana)
    assert list(photographs_to_let(viewer)) == []


def test_keeping_the_copy_after_all_closes_the_first(cast, story, opened):
    new = cover_part(opened, LEFT_HALF, by=cast.ana)
    placing.remove(new, by=cast.ana)
    let(opened, cast.ana)
    assert keep_after_all(new, by=cast.ana)
    placing.remove(new, by=cast.ana)
    assert allowed(story) == [], "nobody has let readers ask for it since"


def test_a_copy_of_a_copy_keeps_the_first_closed(cast, story, opened):
    second = cover_part(opened, TOP_LEFT, by=cast.ana)
    third = cover_part(second, LEFT_HALF, by=cast.ana)
    placing.remove(second, by=cast.ana)
    assert removal.destroy(second.picture, by=cast.ana)
    with pytest.raises(NotPlaced):
        let(opened, cast.ana)
    assert list(CoveredCopy.objects.values_list("first", "copy")) == [(opened.picture_id, third.picture_id)]


def test_when_the_first_is_destroyed_the_copy_stays_whole(cast, leaf):
    new = cover_part(leaf, LEFT_HALF, by=cast.ana)
    placing.remove(leaf, by=cast.ana)
    assert removal.destroy(leaf.picture, by=cast.ana)
    assert len(every_file(Picture.objects.get(pk=new.picture_id))) == 3
    assert photograph_on_desk(new).copy_of is None


def test_people_asked_about_the_first_cannot_look_any_more(cast, leaf):
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    part = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    looking.begin_looking(part, by=cast.ana)
    cover_part(leaf, LEFT_HALF, by=cast.ana)
    assert not Looking.objects.exists()
    looking.begin_looking(part, by=cast.ana)
    assert not Looking.objects.exists()


def test_the_same_covering_twice_makes_one_photograph(cast, leaf):
    new = cover_part(leaf, LEFT_HALF, by=cast.ana)
    with pytest.raises(NotKept) as refused:
        cover_part(leaf, LEFT_HALF, by=cast.ben)
    assert (refused.value.why, refused.value.known) == (Why.HERE, new.picture)
    assert Picture.objects.count() == 2


def test_if_nothing_would_be_left_nothing_has_changed(cast, story, opened):
    blobs = vault.every_blob()
    with pytest.raises(NothingLeft):
        cover_part(opened, Covering((Box(0, 0, 1000, 1000),)), by=cast.ana)
    assert vault.every_blob() == blobs
    assert len(allowed(story)) == 1


def test_a_fault_while_it_is_kept_leaves_nothing_behind(cast, story, opened, monkeypatch):
    blobs = vault.every_blob()
    monkeypatch.setattr("held.actions.covering.name_everyone_of", lambda *_arguments, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cover_part(opened, LEFT_HALF, by=cast.ana)
    assert vault.every_blob() == blobs
    assert len(allowed(story)) == 1


def test_one_that_is_being_removed_cannot_be_covered(cast, leaf, monkeypatch):
    make = covered_copies.make_copy

    def removed_meanwhile(*given, **more):
        placing.remove(leaf, by=cast.ben)
        return make(*given, **more)

    monkeypatch.setattr(covered_copies, "make_copy", removed_meanwhile)
    for _time in range(2):
        with pytest.raises(OpensOtherwise):
            cover_part(leaf, LEFT_HALF, by=cast.ana)
    assert Picture.objects.count() == 1


def test_the_log_says_that_it_was_covered_and_not_where(cast, leaf):
    cover_part(leaf, LEFT_HALF, by=cast.ana)
    line = AuditEntry.objects.get(action="picture.covered")
    assert (line.subject, line.by) == (f"picture {leaf.picture_id}", cast.ana.key)


def test_a_second_file_of_the_same_picture_is_closed_too(cast, story, opened):
    """Other bytes, the same pixels: their copies are the same picture."""
    twin = sent(cast, story, chequered(300, 200).pngsave_buffer(compression=1))
    placing.place(twin, Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).first(), by=cast.ana)
    agree(twin, cast.ana)
    let(twin, cast.ana)
    assert {one.picture for one in allowed(story)} == {opened.picture.pk, twin.picture.pk}
    for one in (opened, twin):
        cover_part(one, TOP_LEFT, by=cast.ana)
    assert allowed(story) == []


def test_who_took_the_first_cannot_be_taken_out_of_a_copy(cast, leaf):
    mika, nele = (add_person(cast.family, name, "", by=cast.ana) for name in ("Mika", "Nele"))
    involved.name_person(leaf.picture, mika, in_it=False, took_it=True, by=cast.ana)
    involved.name_person(leaf.picture, nele, in_it=True, took_it=False, by=cast.ana)
    named = Involvement.objects.filter(picture=cover_part(leaf, LEFT_HALF, by=cast.ana).picture)
    with pytest.raises(involved.TookTheFirst):
        involved.take_name_out(named.get(person=mika), by=cast.ana)
    involved.take_name_out(named.get(person=nele), by=cast.ana)
    assert named.get().person == mika
