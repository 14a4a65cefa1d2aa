"""The families on the host's desk, a page at a time, at the same cost at 10 families and at 1,000."""

import re

import pytest

from held.families.models import Family
from held.web.host.households import A_PAGE, AT_ONCE
from tests.counting import counting
from tests.many import many_families


@pytest.fixture
def hilde(cast, signed_in):
    return signed_in(cast.hilde)


def named(page: str) -> list[str]:
    return re.findall(r'<bdi translate="no">(family \d+)</bdi>\s*</h3>', page)


def ways(page: str) -> dict[str, str]:
    return dict(re.findall(r'<a class="alone" rel="(\w+)" href="(\?[^"]*)#families">', page))


def test_every_family_is_on_one_page_and_the_newest_first(cast, hilde):
    many_families(cast, 2 * A_PAGE)
    first = hilde.get("/host/").content.decode()
    assert named(first) == [f"family {number}" for number in range(2 * A_PAGE - 1, A_PAGE - 1, -1)]
    second = hilde.get(f"/host/{ways(first)['next']}").content.decode()
    assert named(second) == [f"family {number}" for number in range(A_PAGE - 1, -1, -1)]
    third = hilde.get(f"/host/{ways(second)['next']}").content.decode()
    assert (named(third), third.count('class="household"'), "next" in ways(third)) == ([], 2, False)
    assert ways(hilde.get(f"/host/{ways(third)['prev']}").content.decode()) == ways(second)
    assert ways(hilde.get(f"/host/{ways(second)['prev']}").content.decode()) == {"next": ways(first)["next"]}


@pytest.mark.parametrize("asked", ["before=", "before=never", "before=-1", "before=²", f"after={'9' * 18}", "after=x"])
def test_what_is_no_number_gives_the_newest_families(cast, hilde, asked):
    many_families(cast, A_PAGE)
    assert named(hilde.get(f"/host/?{asked}").content.decode()) == named(hilde.get("/host/").content.decode())


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 5000, "1"])
def test_a_number_that_no_family_has_is_no_fault(cast, hilde, number):
    assert hilde.get(f"/host/?before={number}").status_code == 200


def test_the_desk_costs_the_same_at_1000_families_as_at_30(cast, hilde):
    many_families(cast, A_PAGE + 5)
    with counting() as few:
        hilde.get("/host/")
    many_families(cast, 1000 - A_PAGE - 5, called="later")
    with counting() as many:
        hilde.get("/host/")
    middle = Family.objects.order_by("pk")[500].pk
    with counting() as deep:
        hilde.get(f"/host/?before={middle}")
    assert few == many == deep


def find(browser, words: str) -> str:
    return browser.post("/host/families/find/", {"called": words}).content.decode()


def test_a_family_is_found_by_a_part_of_its_name_or_its_number(cast, hilde):
    families = many_families(cast, A_PAGE + 5)
    assert "Find a family" in hilde.get("/host/").content.decode()
    assert named(find(hilde, "MILY 12")) == ["family 12"]
    assert named(find(hilde, str(families[7].pk)))[0] == "family 7"
    assert f"Family {cast.family.pk}" in find(hilde, str(cast.family.pk))
    assert "None here is called that" in find(hilde, "quince")
    assert "Please write its name" in find(hilde, " ")
    many = find(hilde, "family")
    assert (len(named(many)), "There are more" in many) == (A_PAGE, True)
    assert "There are more" not in find(hilde, "family 1")


def test_a_name_that_does_not_open_hides_no_other(cast, hilde):
    families = many_families(cast, 3)
    Family.objects.filter(pk=families[1].pk).update(sealed_label=b"HLD1" + bytes(60))
    assert named(find(hilde, "family")) == ["family 2", "family 0"]


def test_a_search_has_as_many_statements_at_1000_families(cast, hilde):
    many_families(cast, A_PAGE)
    with counting() as few:
        find(hilde, "family")
    many_families(cast, 1000 - A_PAGE, called="later")
    with counting() as many:
        find(hilde, "later 99")
    assert many.statements == few.statements
    with counting() as full:
        find(hilde, "later")
    assert full.keys <= AT_ONCE + A_PAGE, "it goes on opening names while its page is full"
