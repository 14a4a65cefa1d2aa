"""The label of a family among its own people."""

from held.families.family_label import call_family, is_named_by_the_host
from held.families.inviting import begin_family
from held.families.models import Family
from held.history.models import Line


def test_a_family_is_called_exactly_as_they_wrote_it(cast):
    call_family(cast.family, "  ana & the quince ", by=cast.ana)
    assert Family.objects.get(pk=cast.family.pk).label == "  ana & the quince "
    assert Line.objects.filter(act="family.named", thing=f"family {cast.family.pk}", by=cast.ana.key).exists()


def test_a_family_label_can_be_removed_again(cast):
    call_family(cast.family, "Ana", by=cast.ana)
    call_family(cast.family, "", by=cast.ana)
    assert Family.objects.get(pk=cast.family.pk).sealed_label is None


def test_setting_the_same_label_is_not_logged(cast):
    call_family(cast.family, "", by=cast.ana)
    assert not Line.objects.filter(act="family.named").exists()


def test_until_one_of_them_names_it_the_host_wrote_what_it_is_known_by(cast):
    assert not is_named_by_the_host(cast.family)
    family, _link, _token = begin_family(label="the blue door", by=cast.hilde)
    assert is_named_by_the_host(family)
    call_family(family, "Ana, Ben & Noor", by=cast.ana)
    assert not is_named_by_the_host(family)
