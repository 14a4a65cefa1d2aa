"""Seven models moved to publishing and gathering. Their tables stay as they are."""

from django.db import migrations

MOVED = ["Sent", "Envelope", "Knock", "Named", "Address", "Wish", "Indexing"]


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0006_decisions_and_what_a_restore_closed"),
        ("publishing", "0001_addresses_named_readers_requests_and_wishes"),
        ("gathering", "0001_envelopes"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name=name) for name in MOVED])
    ]
