"""Removes the column that named the account of a person."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0004_the_account_of_a_person_is_sealed'),
        ('consent', '0002_links_that_were_made_later'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='person',
            name='a_parent_is_one_person',
        ),
        migrations.RemoveField(
            model_name='person',
            name='account',
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('family', 'account_hash'), name='a_parent_is_one_person'),
        ),
    ]
