"""The tables of gathering get the name of their package."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("gathering", "0001_envelopes"),
        ("stories", "0007_publishing_and_gathering_have_their_models"),
    ]

    operations = [
        migrations.AlterModelTable(name="Envelope", table=None),
        migrations.AlterModelTable(name="Sent", table=None),
    ]
