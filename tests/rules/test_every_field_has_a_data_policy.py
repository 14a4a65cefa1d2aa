"""A field without a data policy is a field nobody thought of when a family leaves."""

from django.apps import apps
from django.db import models

from held.lib.data_policy import data_policy, fields_without_policy

# Tables that are not ours: what becomes of each when its account is deleted.
OF_OTHERS = {
    "mfa.Authenticator": "goes with its account (foreign key)",
    "account.EmailAddress": "never written: there is no mail here",
    "account.EmailConfirmation": "never written: there is no mail here",
    "sessions.Session": "ended by the account's salt, swept by a chore",
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "never used",
    "auth.Group": "never used",
}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("held.")]


def fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.local_fields]


def test_every_field_of_ours_has_a_data_policy():
    told = {model.__name__: model.data_policy for model in ours() if hasattr(model, "data_policy")}
    assert not fields_without_policy(told, {model.__name__: fields(model) for model in ours()})


def test_every_library_table_has_a_data_policy():
    others = {model._meta.label for model in apps.get_models() if not model.__module__.startswith("held.")}
    assert others == set(OF_OTHERS)


def test_a_field_without_a_data_policy_is_found():
    assert fields_without_policy({"Leaf": data_policy(keep="id")}, {"Leaf": ["id", "words"]}) == ["Leaf.words"]
    assert fields_without_policy({"Leaf": data_policy(keep="id gone")}, {"Leaf": ["id"]}) == ["Leaf.gone"]
    assert fields_without_policy({}, {"New": ["id"]}) == ["New.id"]


def test_no_page_walks_back_from_a_person_or_a_family():
    wandering = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.local_fields
        if field.is_relation and field.remote_field.related_name != "+"
    ]
    assert not wandering
