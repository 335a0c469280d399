import django.core.validators
from django.db import migrations, models

from edusum.library.freezing import install, remove

DAYS = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(366)]


class Migration(migrations.Migration):
    dependencies = [("library", "0004_lengths_in_order")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="templateversion",
            name="due_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="从新建初稿那天算起，年度没过完的从期末算起；章节里另有规定的按章节，都留空为不限。",
                null=True,
                validators=DAYS,
                verbose_name="一般几天内交稿",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="due_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="从新建初稿那天算起，年度没过完的从期末算起；留空的按模板一般的天数。",
                null=True,
                validators=DAYS,
                verbose_name="几天内交稿",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_days__isnull", True),
                    models.Q(("due_days__gte", 1), ("due_days__lte", 366)),
                    _connector="OR",
                ),
                name="template_version_due_days_plausible",
                violation_error_message="交稿天数须在 1 至 366 之间，不限就留空。",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
