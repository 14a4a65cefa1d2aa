"""Taking an invitation back removes questions that cannot be put back, so it needs the token of its page."""

from django.test import Client
from django.urls import reverse

from held.consent import involved
from held.consent.models import Involvement
from held.families.inviting import invite_parent
from held.families.models import Member
from held.families.persons import person_of
from tests import cast as people
from tests.forms import forms_on
from tests.photographs import photograph


def test_only_the_token_of_its_page_takes_an_unanswered_question_away(cast, signed_in):
    link, _token = invite_parent(cast.family, by=cast.ana)
    member = Member.objects.get(account=link.account)
    involved.confirm_list(photograph(cast, people.write_story(cast)).leaf.picture, with_baby=True, by=cast.ana)
    theirs = Involvement.objects.filter(person=person_of(cast.family, link.account))
    here = reverse("family:asking_ending", args=[member.pk])
    strict = Client(headers={"host": "localhost", "Sec-Fetch-Site": "same-origin"}, enforce_csrf_checks=True)
    strict.cookies = signed_in(cast.ana).cookies

    refused = strict.post(here, headers={"Origin": "http://localhost", "Referer": "http://localhost/family/people/"})
    assert refused.status_code == 403
    assert 'href="/family/people/"' in refused.content.decode()
    assert theirs.exists()

    form = next(one for one in forms_on(strict.get(reverse("family:people")).content.decode()) if one.action == here)
    assert strict.post(here, form.filled(), headers={"Origin": "http://localhost"}).status_code == 303
    assert not theirs.exists()
