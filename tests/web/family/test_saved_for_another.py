"""Words saved from one account's form while another is signed in: the response leads to the entrance, not to a 404."""

from django.urls import reverse


def test_another_account_is_led_to_the_entrance(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    answer = form.save(signed_in(cast.otto), body="One")
    here = reverse("family:leaf", args=[essay.pk])
    assert answer.status_code == 401
    assert f'href="/entrance/?next={here}&amp;another"' in answer.content.decode()
    assert signed_in(cast.otto).get(f"/entrance/?next={here}&another").status_code == 200


def test_the_script_is_led_to_the_entrance_as_well(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    told = form.save(signed_in(cast.otto), json=True, body="One").json()
    assert told["sign_in"].endswith("&another")
