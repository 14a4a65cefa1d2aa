"""The record to take home, and when early answers are asked for once more."""

from held.consent.confirming import months_of
from tests.photographs import photograph


def test_the_record_is_taken_home_by_a_parent_alone(cast, story, signed_in):
    home = f"/family/people/of/{cast.family.pk}/answers/record"
    ana = signed_in(cast.ana)
    assert "Nobody was asked yet" in ana.get(f"/family/people/of/{cast.family.pk}/answers/").content.decode()
    photograph(cast, story)
    answer = ana.get(home)
    assert answer["Content-Disposition"] == 'attachment; filename="record.jsonl"'
    assert answer.content.count(b"\n") == 8
    assert signed_in(cast.otto).get(home).status_code == 404


def test_the_family_chooses_after_how_many_months(cast, signed_in):
    ana, here = signed_in(cast.ana), f"/family/people/of/{cast.family.pk}/answers/"
    ana.post(f"{here}confirming", {"months": "12"})
    assert months_of(cast.family) == 12
    for wrong in ("", "x", "5"):
        ana.post(f"{here}confirming", {"months": wrong})
    assert months_of(cast.family) == 12
