"""Each family keeps the uptime of the place at its beginning. For earlier families it is unknown, and stays empty."""

from django.db import migrations, models

import held.uptime.current


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0005_no_column_names_the_account_of_a_person'),
        ('uptime', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='family',
            name='made_uptime',
            field=models.BigIntegerField(null=True),
        ),
        migrations.SeparateDatabaseAndState(  # the database keeps no default
            state_operations=[
                migrations.AlterField(
                    model_name='family',
                    name='made_uptime',
                    field=models.BigIntegerField(default=held.uptime.current.uptime, null=True),
                ),
            ],
        ),
    ]
