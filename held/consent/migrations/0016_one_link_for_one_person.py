"""A link can have several pictures: one row each, with the same hash. Links held today keep their one picture."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0015_standard_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consentlink',
            name='token_hash',
            field=models.CharField(max_length=64),
        ),
        migrations.AddField(
            model_name='consentlink',
            name='grows',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='consentlink',
            constraint=models.UniqueConstraint(fields=['token_hash', 'involvement'], name='one_picture_once_on_a_link'),
        ),
    ]
