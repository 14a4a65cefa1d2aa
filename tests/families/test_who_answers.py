"""Requests to read go to a friend who reads first, and to each parent who chose to get them; to nobody else."""

from held.families.models import Member
from held.families.who_answers import answer_no_more, answer_too, who_answer
from tests import cast as people


def answering() -> list[str]:
    return sorted(member.account.name for member in who_answer().select_related("account"))


def test_nobody_answers_who_was_not_asked_to(cast):
    people.friend(cast, "Ida", Member.Role.HELPER)
    assert answering() == []


def test_guardians_and_parents_who_chose_to_get_requests(cast):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    anas = Member.objects.get(account=cast.ana)
    answer_too(anas, by=cast.ana)
    answer_too(anas, by=cast.ana)
    assert answering() == ["Ana", "Gwen"]
    answer_no_more(anas, by=cast.ana)
    assert answering() == ["Gwen"]


def test_a_helper_does_not_answer_even_if_a_row_says_so(cast):
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    answer_too(Member.objects.get(account=ida), by=ida)
    assert answering() == []
