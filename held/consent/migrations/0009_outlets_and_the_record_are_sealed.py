"""Seals the names of outlets of the press and the lines of each family's record.

History no longer names an answerer.
"""

import secrets

from django.db import migrations, models

from held.consent.outlets import KEPT, kept_scope, sealed_outlet
from held.consent.record_lines import sealed_line
from held.keyring.text import KeyGone
from held.lib.chain import Link


def seal_everything(apps, schema_editor):
    seal_outlets(apps)
    seal_records(apps)
    apps.get_model("history", "Line").objects.filter(act="asking.oneself").update(by="person")


def seal_outlets(apps):
    """If the key of a family is missing, the name of the outlet is removed; one outlet is still one scope."""
    answers = apps.get_model("consent", "Answer").objects
    without_key = {}
    for answer in answers.filter(scope__startswith="press:").select_related("part__person__family").order_by("pk"):
        family = answer.part.person.family
        try:
            scope = kept_scope(family, answer.scope)
            outlet = sealed_outlet(family.key, answer.part_id, scope, answer.scope.removeprefix("press:"))
        except KeyGone:
            scope = without_key.setdefault((family.pk, answer.scope), KEPT + secrets.token_hex(16))
            outlet = None
        answers.filter(pk=answer.pk).update(scope=scope, sealed_outlet=outlet)


def seal_records(apps):
    """Each line keeps its hash, so the chain stays as it was.

    If the key of a line is missing, nothing else is left of it.
    """
    lines = apps.get_model("consent", "ProofLine").objects
    for line in lines.select_related("chain__family").order_by("pk").iterator(200):
        family, chain = line.chain.family, line.chain.name.hex
        try:
            link = Link(line.number, line.at, line.told, line.before, line.hash)
            sealed = sealed_line(family.key, chain, link) if family else b""
        except KeyGone:
            sealed = b""
        lines.filter(pk=line.pk).update(sealed=sealed)


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0008_claims_without_a_family'),
        ('families', '0005_no_column_names_the_account_of_a_person'),
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='sealed_outlet',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='proofline',
            name='sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(seal_everything, migrations.RunPython.noop),
    ]
