"""Makes a claim one row that every family reads: adds the new fields, and the rows that say who has closed it."""

import django.db.models.deletion
from django.db import migrations, models

import held.lib.clock


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0005_words_that_were_answered_to'),
        ('families', '0003_people_in_photographs'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='key',
            field=models.CharField(default='', max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='claim',
            name='likeness',
            field=models.CharField(db_index=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='ClaimClosed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consent.claim')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('claim', 'family'), name='a_family_closes_a_claim_once')],
            },
        ),
    ]
