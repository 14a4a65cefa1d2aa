"""The names of somebody and of their family; both can stay empty."""

from django.urls import reverse

from held.accounts.models import Account
from held.families.models import Family

WELCOME = reverse("family:welcome")


def test_a_persons_and_familys_names_are_kept_exactly(cast, signed_in):
    answer = signed_in(cast.ana).post(WELCOME, {"name": "ana ", "label": "Ana, Ben & Noor"})
    assert answer.status_code == 303
    assert Account.objects.get(pk=cast.ana.pk).name == "ana "
    assert Family.objects.get(pk=cast.family.pk).label == "Ana, Ben & Noor"


def test_the_page_says_if_the_host_wrote_the_family_label(cast, signed_in):
    wrote = "The person who runs this place wrote this."
    assert wrote not in signed_in(cast.ana).get(WELCOME).content.decode()
    cast.family.label = "the blue door"
    cast.family.save()
    assert wrote in signed_in(cast.ana).get(WELCOME).content.decode()
    signed_in(cast.ana).post(WELCOME, {"label": "Ana, Ben & Noor"})
    assert wrote not in signed_in(cast.ana).get(WELCOME).content.decode()


def test_both_can_stay_empty_and_later_is_offered(cast, signed_in):
    assert "Later" in signed_in(cast.ana).get(WELCOME).content.decode()
    assert signed_in(cast.ana).post(WELCOME, {}).status_code == 303
    assert Account.objects.get(pk=cast.ana.pk).name == ""


def test_a_name_changes_nothing_in_another_family(cast, signed_in):
    signed_in(cast.otto).post(WELCOME, {"name": "Otto", "label": "ours"})
    assert Family.objects.get(pk=cast.family.pk).label == ""


def test_the_host_without_a_family_has_no_such_page(cast, signed_in):
    assert signed_in(cast.hilde).get(WELCOME).status_code == 404
