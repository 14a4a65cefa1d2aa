"""Each photograph in an envelope says whether the family had it before it came; for earlier ones nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gathering", "0002_tables_have_the_name_of_their_package"),
    ]

    operations = [
        migrations.AddField(
            model_name="sent",
            name="had_before",
            field=models.BooleanField(default=False),
        ),
    ]
