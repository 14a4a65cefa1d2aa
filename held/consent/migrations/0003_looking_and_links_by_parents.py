"""Adds the tables for: which links a parent made, who can look with them, and where a parent is awaited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import held.lib.clock


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0002_links_that_were_made_later'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='asking',
            name='by_parent',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Looking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('part', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consent.part')),
            ],
        ),
        migrations.CreateModel(
            name='ParentAwaited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('part', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consent.part')),
            ],
        ),
    ]
