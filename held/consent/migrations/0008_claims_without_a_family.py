"""Removes the former fields of a claim, because a claim belongs to no family."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0007_each_claim_is_one_row'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='claim',
            name='a_claim_arrives_once',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='family',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='put_away_at',
        ),
        migrations.AlterField(
            model_name='claim',
            name='form',
            field=models.UUIDField(unique=True),
        ),
    ]
