import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0001_initial"),
        ("library", "0002_published_versions_are_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "换版记录",
                "verbose_name_plural": "换版记录",
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="draft",
            name="draft_one_per_bureau_year_template",
        ),
        migrations.AddField(
            model_name="sectiontext",
            name="form",
            field=models.CharField(
                choices=[("full", "详写"), ("short", "简写")],
                default="full",
                max_length=5,
                verbose_name="写法",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="action",
            field=models.CharField(
                choices=[
                    ("save", "保存"),
                    ("hand_in", "交稿"),
                    ("take_back", "撤回"),
                    ("approve", "通过"),
                    ("return", "退回"),
                    ("omit", "本稿不写"),
                    ("include", "恢复本节"),
                    ("full", "改为详写"),
                    ("short", "改为简写"),
                    ("version", "换用新版模板"),
                ],
                max_length=12,
                verbose_name="动作",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("bureau", "year", "period", "report_template"),
                name="draft_one_per_bureau_period_template",
                violation_error_message="本单位该年度的这份材料已在起草，请打开已有的初稿。",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectiontext",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["full", "short"])), name="section_text_form_known"
            ),
        ),
        migrations.AddField(
            model_name="versionmove",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="drafts.draft"
            ),
        ),
        migrations.AddField(
            model_name="versionmove",
            name="from_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.templateversion",
                verbose_name="原版本",
            ),
        ),
        migrations.AddField(
            model_name="versionmove",
            name="moved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="versionmove",
            name="to_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.templateversion",
                verbose_name="新版本",
            ),
        ),
    ]
