"""Each removal keeps the uptime at which it was asked for; a file that no row names is recorded when a sweep first
finds it.
"""

from django.db import migrations, models

import held.lib.clock
import held.uptime.current


class Migration(migrations.Migration):

    dependencies = [
        ('pictures', '0001_pictures_renditions_removals'),
        ('uptime', '0001_initial'),
    ]

    operations = [
        migrations.AddField(  # the uptime is counted from this upgrade on: what was asked before waits all its days again
            model_name='removal',
            name='asked_uptime',
            field=models.BigIntegerField(default=0),
        ),
        migrations.SeparateDatabaseAndState(  # the database keeps no default
            state_operations=[
                migrations.AlterField(
                    model_name='removal',
                    name='asked_uptime',
                    field=models.BigIntegerField(default=held.uptime.current.uptime),
                ),
            ],
        ),
        migrations.CreateModel(
            name='LeftOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folder', models.CharField(max_length=16)),
                ('name', models.CharField(max_length=26)),
                ('size', models.PositiveBigIntegerField()),
                ('seen_at', models.DateTimeField(default=held.lib.clock.now)),
                ('seen_uptime', models.BigIntegerField(default=held.uptime.current.uptime)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('folder', 'name', 'size'), name='a_file_is_left_over_once')
                ],
            },
        ),
    ]
