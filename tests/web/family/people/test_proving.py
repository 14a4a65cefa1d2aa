"""The record to download, and when early answers are asked for once more."""

from held.consent.proving import export_proof
from held.consent.reconfirmation import months_of
from held.consent.sealing import open_record
from held.lib.cover import read_cover
from tests.photographs import photograph


def test_the_record_is_taken_home_by_a_parent_alone(cast, story, signed_in):
    home = f"/family/people/of/{cast.family.pk}/answers/record"
    ana = signed_in(cast.ana)
    assert "Nobody has been asked yet" in ana.get(f"/family/people/of/{cast.family.pk}/answers/").content.decode()
    assert ana.get(home).content == b""
    photograph(cast, story)
    answer = ana.get(home)
    assert answer["Content-Disposition"] == 'attachment; filename="record.held"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert signed_in(cast.otto).get(home).status_code == 404


def test_what_is_taken_home_is_the_record_and_is_sealed(cast, story, signed_in):
    photograph(cast, story)
    first, sealed = (
        signed_in(cast.ana).get(f"/family/people/of/{cast.family.pk}/answers/record").content.split(b"\n", 1)
    )
    assert b"agree" not in first + sealed
    assert open_record(read_cover(first + b"\n"), sealed) == export_proof(cast.family).encode()


def test_the_page_says_that_nobody_reads_it_without_the_keys(cast, story, signed_in):
    photograph(cast, story)
    page = signed_in(cast.ana).get(f"/family/people/of/{cast.family.pk}/answers/").content.decode()
    assert "nobody can read it without this place’s keys, not even you" in page


def test_the_family_chooses_after_how_many_months(cast, signed_in):
    ana, here = signed_in(cast.ana), f"/family/people/of/{cast.family.pk}/answers/"
    ana.post(f"{here}confirming", {"months": "12"})
    assert months_of(cast.family) == 12
    for wrong in ("", "x", "5"):
        ana.post(f"{here}confirming", {"months": wrong})
    assert months_of(cast.family) == 12
