from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts_and_links")]

    operations = [
        migrations.AddField(
            model_name="link",
            name="used_from",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
