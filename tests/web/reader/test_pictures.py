"""The bytes of a photograph: for somebody who asked a moment ago, once, in an image on a page of ours."""

import pytest
from django.test import Client

from held.pictures import removal, vault
from held.pictures.models import Rendition
from held.pictures.ticket import Tickets
from held.publishing import placing, publication
from held.publishing.addresses import read_address
from held.publishing.models import Address
from held.stories.models import Publication
from tests import cast as people
from tests.photographs import AVIF, BYTES, JPEG, SHOWS, photograph
from tests.web.reader.asking import IMAGE, OURS, asked, at, closed, is_veiled, pictures_on


@pytest.mark.parametrize(("kind", "where"), [("avif", 0), ("avif", 1), ("jpeg", 2), ("jpeg", 3)])
def test_its_bytes_are_those_of_the_rendition_and_nobody_may_keep_them(placed, rosa, kind, where):
    answer = rosa.get(pictures_on(asked(rosa, at(placed)))[where], headers=IMAGE)
    assert answer.content == BYTES[kind]
    assert answer["Content-Type"] == f"image/{kind}"
    assert answer.cookies["visit"].value == rosa.cookies["visit"].value, "the page would come back on BACK"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'inline; filename="picture"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "noimageindex" in answer["X-Robots-Tag"]
    assert not {"ETag", "Last-Modified", "Accept-Ranges", "Content-Range"} & set(answer.headers)


def test_each_address_of_a_picture_is_good_once(placed, rosa):
    for path in pictures_on(asked(rosa, at(placed))):
        assert rosa.get(path, headers=IMAGE).status_code == 200
        assert closed(rosa.get(path, headers=IMAGE))


def test_a_range_request_gets_the_whole_photo(placed, rosa):
    path = pictures_on(asked(rosa, at(placed)))[0]
    answer = rosa.get(path, headers={**IMAGE, "Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.content == AVIF


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}])
def test_looking_ahead_shows_nothing_and_uses_nothing_up(placed, rosa, headers):
    rosa.post(at(placed), headers=OURS)
    assert is_veiled(rosa.get(at(placed), headers=headers).content.decode())
    path = pictures_on(rosa.get(at(placed)).content.decode())[0]
    assert closed(rosa.get(path, headers={**IMAGE, **headers}))
    assert rosa.get(path, headers=IMAGE).status_code == 200


def test_a_head_tells_no_length_and_uses_nothing_up(placed, rosa):
    rosa.post(at(placed), headers=OURS)
    rosa.head(at(placed))
    path = pictures_on(rosa.get(at(placed)).content.decode())[0]
    told = rosa.head(path, headers=IMAGE)
    assert told.status_code == 404
    assert dict(told.headers) == dict(rosa.head("/never-was").headers)
    assert rosa.get(path, headers=IMAGE).status_code == 200


@pytest.mark.parametrize("dest", ["document", "iframe", "empty", "embed", "object", "", "audioworklet"])
def test_a_picture_goes_into_an_image_and_nowhere_else(placed, rosa, dest):
    path = pictures_on(asked(rosa, at(placed)))[0]
    assert closed(rosa.get(path, headers={**IMAGE, "Sec-Fetch-Dest": dest}))
    assert rosa.get(path, headers=IMAGE).status_code == 200, "the refusal used it up"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_picture_goes_onto_no_page_of_others(placed, rosa, site):
    path = pictures_on(asked(rosa, at(placed)))[0]
    assert closed(rosa.get(path, headers={**IMAGE, "Sec-Fetch-Site": site}))


def test_an_old_browser_without_fetch_headers_gets_the_photo(placed, rosa):
    rosa.post(at(placed), headers={"Origin": "http://localhost"})
    path = pictures_on(rosa.get(at(placed)).content.decode())[2]
    assert rosa.get(path).content == JPEG


def test_one_visit_cannot_use_what_another_asked_for(placed, rosa):
    other = Client(headers={"host": "localhost"})
    other.post(at(placed), headers=OURS)
    rosa.post(at(placed), headers=OURS)
    hers = rosa.cookies["ticket"].value
    other.cookies["ticket"] = hers
    assert is_veiled(other.get(at(placed)).content.decode())
    path = pictures_on(rosa.get(at(placed)).content.decode())[0]
    assert closed(other.get(path, headers=IMAGE))
    assert closed(Client(headers={"host": "localhost"}).get(path, headers=IMAGE))
    assert rosa.get(path, headers=IMAGE).status_code == 200


def test_tickets_for_a_page_and_for_bytes_are_not_exchangeable(placed, rosa):
    rosa.post(at(placed), headers=OURS)
    assert closed(rosa.get(f"/p/{rosa.cookies['ticket'].value}", headers=IMAGE))
    rosa.cookies["ticket"] = pictures_on(asked(rosa, at(placed)))[0].removeprefix("/p/")
    assert is_veiled(rosa.get(at(placed)).content.decode())


def test_an_asking_ends_after_two_minutes_and_an_address_after_one(placed, rosa, clock):
    rosa.post(at(placed), headers=OURS)
    clock.at += 119
    first, second = pictures_on(rosa.get(at(placed)).content.decode())[:2]
    clock.at += 59
    assert rosa.get(first, headers=IMAGE).status_code == 200
    clock.at += 2
    assert closed(rosa.get(second, headers=IMAGE))
    rosa.post(at(placed), headers=OURS)
    clock.at += 121
    assert is_veiled(rosa.get(at(placed)).content.decode())


def gone_for_good(leaf, *, by) -> None:
    placing.remove(leaf, by=by)
    assert removal.destroy(leaf.picture, by=by)


GOING = {
    "the photograph is taken back": lambda c, _s, p: publication.hide(p.leaf, by=c.ana),
    "its entry is taken back": lambda c, _s, p: publication.hide(p.entry, by=c.ana),
    "it is taken out": lambda c, _s, p: placing.take_out(p.leaf, by=c.ana),
    "it is removed": lambda c, _s, p: placing.remove(p.leaf, by=c.ana),
    "it is gone for good": lambda c, _s, p: gone_for_good(p.leaf, by=c.ana),
    "the story is taken back": lambda c, s, _p: publication.take_back(s, by=c.ana),
    "the story is narrowed": lambda c, s, _p: publication.narrow(s, Publication.Circle.LINK, by=c.ana),
    "it has nothing to show": lambda _c, _s, p: Rendition.objects.filter(picture=p.leaf.picture).delete(),
}


@pytest.mark.parametrize("how", GOING)
def test_what_goes_is_gone_from_the_page_from_its_bytes_and_from_asking(cast, story, placed, rosa, how):
    page = asked(rosa, at(placed))
    rosa.post(at(placed), headers=OURS)
    GOING[how](cast, story, placed)
    for path in pictures_on(page):
        assert closed(rosa.get(path, headers=IMAGE))
    for answer in (rosa.get(at(placed)), rosa.post(at(placed), headers=OURS)):
        assert closed(answer)
    assert SHOWS not in rosa.get("/stories/noor/").content.decode()
    never = rosa.get("/stories/noor/photographs/never-was")
    gone = rosa.get(at(placed))
    assert (gone.content, dict(gone.headers)) == (never.content, dict(never.headers))


def test_a_photo_ticket_ends_with_the_storys_address(cast, story, rosa):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    secret = read_address(Address.objects.get(story=story, circle="LINK"), story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    by_link, by_name = (pictures_on(asked(rosa, at(placed, address))) for address in (secret, "noor"))
    assert rosa.get(by_link[0], headers=IMAGE).status_code == 200
    assert rosa.get(by_name[0], headers=IMAGE).status_code == 200
    publication.narrow(story, Publication.Circle.LINK, by=cast.ana)
    assert closed(rosa.get(by_link[1], headers=IMAGE))
    assert closed(rosa.get(by_name[1], headers=IMAGE))
    secret = read_address(Address.objects.get(story=story, circle="LINK"), story)
    assert not is_veiled(asked(rosa, at(placed, secret)))


@pytest.mark.parametrize("ticket", ["x", "A" * 120, "A" * 5000, "%00", "..", "é", "a b c"])
def test_what_is_no_ticket_was_never_there(placed, rosa, ticket):
    asked(rosa, at(placed))
    assert closed(rosa.get(f"/p/{ticket}", headers=IMAGE))


def test_a_forged_ticket_asks_no_table_whatever_it_says(placed, rosa, django_assert_num_queries):
    asked(rosa, at(placed))
    visit = rosa.cookies["visit"].value
    for thing in (placed.name, "never-was", "\0", "leaf-1"):
        forged = Tickets().give(f"{thing} 1080 avif", visit=visit, through="noor", seconds=60)
        with django_assert_num_queries(0):
            assert closed(rosa.get(f"/p/{forged}", headers=IMAGE))


def test_a_ticket_that_was_used_has_ended_or_is_anothers_asks_no_table(placed, rosa, clock, django_assert_num_queries):
    used, others, ended = pictures_on(asked(rosa, at(placed)))[:3]
    assert rosa.get(used, headers=IMAGE).status_code == 200
    with django_assert_num_queries(0):
        assert closed(rosa.get(used, headers=IMAGE))
        assert closed(Client(headers={"host": "localhost"}).get(others, headers=IMAGE))
    clock.at += 60
    with django_assert_num_queries(0):
        assert closed(rosa.get(ended, headers=IMAGE))


def test_where_a_part_of_it_is_damaged_the_rest_is_shown(placed, rosa):
    for row in Rendition.objects.filter(picture=placed.leaf.picture, format="jpeg"):
        vault.drop(row.blob)
    for path in pictures_on(asked(rosa, at(placed))):
        assert rosa.get(path, headers=IMAGE).content == AVIF
