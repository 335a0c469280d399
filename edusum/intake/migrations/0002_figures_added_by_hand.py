from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="foundquantity",
            name="is_added",
            field=models.BooleanField(default=False, verbose_name="由人补上"),
        ),
    ]
