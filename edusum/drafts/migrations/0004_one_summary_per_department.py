import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0003_own_signatory"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="draft_one_per_bureau_period_template"),
        migrations.AddField(
            model_name="draft",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="orgs.department",
                verbose_name="科室",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department__isnull", True)),
                fields=("bureau", "year", "period", "report_template"),
                name="draft_one_per_bureau_period_template",
                violation_error_message="本单位该年度的这份材料已在起草，请打开已有的初稿。",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("bureau", "year", "period", "report_template", "department"),
                name="draft_one_per_department_period_template",
                violation_error_message="这个科室该年度的这份小结已在起草，请打开已有的初稿。",
            ),
        ),
    ]
