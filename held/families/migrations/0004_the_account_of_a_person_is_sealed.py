"""Seals which account a person has; history does not say it either."""

import django.db.models.deletion
from django.db import migrations, models

from held.families.account_of_person import hash_of_whose_family, set_account
from held.keyring.text import KeyGone


def seal_accounts(apps, schema_editor):
    """If the key of a family is missing, its persons lose their account: no key could lead to it any more."""
    persons = apps.get_model("families", "Person").objects.exclude(account=None).select_related("family", "account")
    families = apps.get_model("families", "PersonsFamily").objects
    lines = apps.get_model("history", "Line").objects
    for person in persons.order_by("pk"):
        try:
            set_account(person, person.family, person.account)
        except KeyGone:
            continue
        person.save(update_fields=["account_hash", "sealed_account"])
        families.get_or_create(family=person.family, account_hash=hash_of_whose_family(person.account))
    for person in persons.order_by("pk"):
        lines.filter(act="person.added", thing=f"person {person.pk}").update(by="program")


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0003_people_in_photographs'),
        ('consent', '0004_looking_at_links_of_before'),  # it asks who has an account
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='account_hash',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='sealed_account',
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name='PersonsFamily',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_hash', models.CharField(max_length=64)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'account_hash'), name='one_row_for_each_family')],
            },
        ),
        migrations.RunPython(seal_accounts, migrations.RunPython.noop),
    ]
