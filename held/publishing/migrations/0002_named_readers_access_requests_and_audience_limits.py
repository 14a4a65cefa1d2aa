"""Tables and columns of publishing get the names that the code uses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_addresses_named_readers_requests_and_wishes"),
        ("stories", "0007_publishing_and_gathering_have_their_models"),
    ]

    operations = [
        migrations.RenameModel(old_name="Named", new_name="NamedReader"),
        migrations.AlterModelTable(name="NamedReader", table=None),
        migrations.RenameField(model_name="Knock", old_name="named", new_name="named_reader"),
        migrations.RenameModel(old_name="Knock", new_name="AccessRequest"),
        migrations.AlterModelTable(name="AccessRequest", table=None),
        migrations.RenameModel(old_name="Wish", new_name="AudienceLimit"),
        migrations.AlterModelTable(name="AudienceLimit", table=None),
        migrations.AlterModelTable(name="Address", table=None),
        migrations.AlterModelTable(name="Indexing", table=None),
    ]
