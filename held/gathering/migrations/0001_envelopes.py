"""Envelopes and what came in them belong to gathering. Their tables stay as they are."""

import django.db.models.deletion
import held.lib.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pictures', '0004_kept_after_all_and_decided_in_part'),
        ('stories', '0006_decisions_and_what_a_restore_closed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    state_operations = [
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('most_pictures', models.PositiveIntegerField()),
                ('most_bytes', models.PositiveBigIntegerField()),
                ('arrived', models.PositiveIntegerField(default=0)),
                ('arrived_bytes', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=held.lib.clock.now)),
                ('ends_at', models.DateTimeField()),
                ('ends_uptime', models.BigIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
            ],
            options={
                'db_table': 'stories_envelope',
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='gathering.envelope')),
                ('leaf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.leaf')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pictures.picture')),
            ],
            options={
                'db_table': 'stories_sent',
                'constraints': [models.UniqueConstraint(fields=('envelope', 'picture'), name='one_photograph_once_an_envelope')],
            },
        ),
    ]
    operations = [migrations.SeparateDatabaseAndState(state_operations=state_operations)]
