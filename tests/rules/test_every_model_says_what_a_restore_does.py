"""A model that does not say what a restore does to it may open again what was closed since the copy was made."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.test.utils import isolate_apps

from held.keeping.closing import CLOSED_BY, models_to
from held.lib.data_policy import data_policy
from held.pictures.models import ShownInPart
from held.publishing.models import NamedReader

# Tables that are not ours: what a restore does with their rows.
OF_OTHERS = {
    "mfa.Authenticator": "keep: passkeys and paper codes stay, and the command says so",
    "account.EmailAddress": "keep: never written",
    "account.EmailConfirmation": "keep: never written",
    "sessions.Session": "close",
    "contenttypes.ContentType": "keep: names of tables",
    "auth.Permission": "keep: never used",
    "auth.Group": "keep: never used",
}


def silent(kinds: Iterable[type[models.Model]]) -> list[str]:
    """The models whose data policy does not say what a restore does."""
    return [kind.__name__ for kind in kinds if getattr(getattr(kind, "data_policy", None), "restore", None) is None]


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("held.")]


def test_each_model_of_ours_says_what_a_restore_does():
    assert not silent(ours())


def test_each_table_of_others_has_a_word_too():
    assert {model._meta.label for model in apps.get_models()} - {model._meta.label for model in ours()} == set(
        OF_OTHERS
    )


def test_each_model_that_is_closed_has_its_act():
    assert set(CLOSED_BY) == {*models_to("close"), Session}


def test_rows_of_these_models_are_deleted():
    assert set(models_to("delete")) == {NamedReader, ShownInPart}


@isolate_apps("held.stories")
def test_a_planted_model_without_a_word_is_found():
    class Planted(models.Model):
        data_policy = data_policy(keep="id")

        class Meta:
            app_label = "stories"

    class WithoutPolicy(models.Model):
        class Meta:
            app_label = "stories"

    assert silent([NamedReader, Planted, WithoutPolicy]) == ["Planted", "WithoutPolicy"]
