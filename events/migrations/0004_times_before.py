from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_series")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="times_before",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
