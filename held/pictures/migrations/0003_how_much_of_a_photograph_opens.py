"""Each photograph keeps how much of it opened, or why it did not; a parent can let readers see a part."""

import django.db.models.deletion
import held.lib.clock
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def tell_what_did_not_open(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For earlier photographs, the reason why they did not open was not kept."""
    renditions = apps.get_model('pictures', 'Rendition').objects.values('picture')
    apps.get_model('pictures', 'Picture').objects.exclude(pk__in=renditions).update(decoded='UNREADABLE')


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pictures', '0002_days_of_grace_by_both_clocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='decoded',
            field=models.CharField(choices=[('WHOLE', 'Whole'), ('PART', 'Part'), ('CUT_OFF', 'Cut Off'), ('TOO_LARGE', 'Too Large'), ('UNREADABLE', 'Unreadable')], default='WHOLE', max_length=10),
        ),
        migrations.RunPython(tell_what_did_not_open, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name='ShownInPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pictures.picture')),
            ],
        ),
    ]
