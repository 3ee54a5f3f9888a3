from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0009_network_archives"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["network", "role", "state"], name="coordinators_of_a_network"
            ),
        ),
    ]
