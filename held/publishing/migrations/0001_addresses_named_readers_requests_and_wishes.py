"""Addresses, named readers, requests to read and wishes belong to publishing. Their tables stay as they are."""

import django.db.models.deletion
import held.lib.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('families', '0007_whether_the_family_wrote_its_label'),
        ('stories', '0006_decisions_and_what_a_restore_closed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    state_operations = [
        migrations.CreateModel(
            name='Indexing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
            ],
            options={
                'db_table': 'stories_indexing',
            },
        ),
        migrations.CreateModel(
            name='Named',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed_name', models.BinaryField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('reading_hash', models.CharField(max_length=64, unique=True)),
                ('used', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
            ],
            options={
                'db_table': 'stories_named',
            },
        ),
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
                ('named', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishing.named')),
            ],
            options={
                'db_table': 'stories_knock',
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('circle', models.CharField(choices=[('NAMED', 'Named'), ('LINK', 'Link'), ('EVERYONE', 'Everyone')], max_length=8)),
                ('lookup', models.CharField(max_length=64, unique=True)),
                ('sealed', models.BinaryField()),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
            ],
            options={
                'db_table': 'stories_address',
                'constraints': [models.UniqueConstraint(fields=('story', 'circle'), name='one_address_a_circle')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('circle', models.CharField(blank=True, choices=[('NAMED', 'Named'), ('LINK', 'Link'), ('EVERYONE', 'Everyone')], max_length=8)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.member')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.story')),
            ],
            options={
                'db_table': 'stories_wish',
                'constraints': [models.UniqueConstraint(fields=('story', 'member'), name='one_wish_a_parent')],
            },
        ),
    ]
    operations = [migrations.SeparateDatabaseAndState(state_operations=state_operations)]
