"""Removes the readable columns: the text and both hashes of a line of the record are sealed beside its number."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0009_outlets_and_the_record_are_sealed'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='proofline',
            name='told',
        ),
        migrations.RemoveField(
            model_name='proofline',
            name='before',
        ),
        migrations.RemoveField(
            model_name='proofline',
            name='hash',
        ),
        migrations.AlterField(
            model_name='proofline',
            name='sealed',
            field=models.BinaryField(),
        ),
    ]
