"""Tables and columns of stories get the names that the code uses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0007_publishing_and_gathering_have_their_models"),
        ("consent", "0005_words_that_were_answered_to"),  # reads tables of stories by their former names
    ]

    operations = [
        migrations.RenameModel(old_name="Differing", new_name="Conflict"),
        migrations.RenameModel(old_name="Shown", new_name="PublishedVersion"),
        migrations.RenameModel(old_name="Opening", new_name="Publication"),
        migrations.RenameField(model_name="Version", old_name="hand", new_name="form_id"),
        migrations.RenameField(model_name="Version", old_name="turn", new_name="save_number"),
    ]
