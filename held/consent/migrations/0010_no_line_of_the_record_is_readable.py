"""What a line of the record told, and both hashes, lie sealed beside its number: the readable columns go."""

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
