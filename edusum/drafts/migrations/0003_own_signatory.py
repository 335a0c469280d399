from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_forms_half_years_and_moves")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="own_signatory",
            field=models.CharField(blank=True, max_length=60, verbose_name="自拟落款单位"),
        ),
    ]
