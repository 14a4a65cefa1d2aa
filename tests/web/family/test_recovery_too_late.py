"""“Stop this” pressed after the new link was used says that it came too late."""

import pytest
from django.urls import reverse

from held.accounts.models import Link
from held.families.models import Member, Recovery
from held.families.recovery import ask_for_new_link
from held.lib.clock import now
from held.web.notices import saying

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def used(cast):
    recovery, _token = ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.hilde)
    Link.objects.filter(pk=recovery.link_id).update(used_at=now())
    return recovery


def test_stopping_after_the_link_was_used_says_it_came_too_late(cast, signed_in, used):
    browser = signed_in(cast.ana)
    answer = browser.post(reverse("family:stop_recovery", args=[used.pk]), headers=FROM_HERE)
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "Too late: the link was used on" in page
    assert page.index("If that wasn’t Ben, please read below.") < page.index("The new link for Ben that")
    assert Recovery.objects.filter(pk=used.pk).exists()


def test_another_family_is_not_told_that_the_link_was_used(cast, signed_in, used):
    browser = signed_in(cast.otto)
    answers = [
        browser.post(reverse("family:stop_recovery", args=[pk]), headers=FROM_HERE) for pk in (used.pk, used.pk + 99)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    address = saying(reverse("family:people") + f"?of={used.pk}", "stopped-too-late")
    page = browser.get(address, headers=FROM_HERE).content.decode()
    assert "Too late" not in page


def test_the_host_who_asked_is_told_that_it_came_too_late(cast, signed_in, used):
    browser = signed_in(cast.hilde)
    answer = browser.post(reverse("host:stop_recovery", args=[used.pk]), headers=FROM_HERE)
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "Too late: the link was used. If it wasn’t Ben, please call the family" in page
    assert "Too late" not in browser.get(answer["Location"], headers={"Sec-Fetch-Site": "cross-site"}).content.decode()
    assert Recovery.objects.filter(pk=used.pk).exists()


def test_a_host_who_did_not_ask_is_not_told_that_it_was_used(cast, signed_in, used):
    Recovery.objects.update(asked_by=cast.ana)
    browser = signed_in(cast.hilde)
    answers = [browser.post(reverse("host:stop_recovery", args=[pk]), headers=FROM_HERE) for pk in (used.pk, 9999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    for of in (str(used.pk), "²", "x", ""):
        address = saying(f"/host/?of={of}", "too-late")
        assert "Too late" not in browser.get(address, headers=FROM_HERE).content.decode()
