"""A line of the log becomes an audit entry, with an action and a subject. Migrations that read the lines run before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_lines"),
        ("accounts", "0004_whether_a_key_was_ever_made"),
        ("consent", "0014_ended_links_and_links_made_again"),
        ("families", "0007_whether_the_family_wrote_its_label"),
        ("idempotency", "0001_used_forms"),
        ("pictures", "0004_kept_after_all_and_decided_in_part"),
        ("place", "0004_restored_and_refusals_put_back"),
        ("stories", "0006_decisions_and_what_a_restore_closed"),
    ]

    operations = [
        migrations.RenameModel("Line", "AuditEntry"),
        migrations.RenameField("AuditEntry", "act", "action"),
        migrations.RenameField("AuditEntry", "thing", "subject"),
    ]
