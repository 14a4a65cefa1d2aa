"""A form is used once; what it made is found again."""

import pytest

from held.lib.idempotency import used_forms
from held.lib.idempotency.models import UsedForm

pytestmark = pytest.mark.django_db


def test_a_form_gives_one_secret_and_others_another():
    secrets = {used_forms.secret_of(*one) for one in (("a", "named", "1"), ("b", "named", "1"), ("a", "asking", "1"))}
    assert len(secrets) == 3
    assert used_forms.secret_of("a", "named", "1") in secrets


def test_without_a_key_every_secret_is_new():
    assert used_forms.secret_of("", "named") != used_forms.secret_of("", "named")


def test_a_form_is_refused_the_second_time():
    secret = used_forms.secret_of("a", "named")
    assert not used_forms.was_used(secret)
    used_forms.use(secret)
    assert used_forms.was_used(secret)
    assert not used_forms.was_used(used_forms.secret_of("b", "named"))
    with pytest.raises(used_forms.FormUsedBefore):
        used_forms.use(secret)


def test_only_a_hash_of_a_used_form_is_stored():
    used_forms.use("the secret of a link")
    used_forms.made_once("another secret", lambda: 7)
    kept = " ".join(str(value) for row in UsedForm.objects.values() for value in row.values())
    assert "secret" not in kept


def test_a_form_that_made_nothing_can_try_again():
    def fails() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # the one that is raised above
        used_forms.made_once("secret", fails)
    assert used_forms.made_once("secret", lambda: 7) == "7"
    assert used_forms.made_once("secret", lambda: 8) == "7"
