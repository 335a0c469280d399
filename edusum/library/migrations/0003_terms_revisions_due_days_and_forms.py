import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from edusum.library.freezing import install, remove


def forget_new_kinds(apps, schema_editor):
    """An older release knows neither terms nor relations, nor codes of their length."""
    items = apps.get_model("library", "LoadedItem").objects
    items.filter(kind__in=["relation", "term"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_published_versions_are_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                ("name", models.CharField(max_length=60, verbose_name="用语")),
                (
                    "series",
                    models.CharField(
                        help_text="同一系列的用语依年度交替，如“五年规划”。",
                        max_length=40,
                        verbose_name="系列",
                    ),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1949),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="起始年度",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="仍在沿用的留空。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1949),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="截止年度",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
            ],
            options={
                "verbose_name": "时效用语",
                "verbose_name_plural": "时效用语",
                "ordering": ["series", "first_year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VersionRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次序")),
                ("what", models.CharField(max_length=200, verbose_name="做了什么")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("content", models.JSONField(verbose_name="内容")),
            ],
            options={
                "verbose_name": "修改记录",
                "verbose_name_plural": "修改记录",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="loadeditem",
            name="digest",
            field=models.CharField(blank=True, max_length=64, verbose_name="摘要"),
        ),
        migrations.AddField(
            model_name="phrase",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[("", "详写、简写都用"), ("full", "只用于详写"), ("short", "只用于简写")],
                default="",
                max_length=5,
                verbose_name="详简",
            ),
        ),
        migrations.AddField(
            model_name="reporttemplate",
            name="derived_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="derived_templates",
                to="library.templateversion",
                verbose_name="派生自",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="due_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="从新建初稿那天算起，留空为不限。",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(366),
                ],
                verbose_name="几天内交稿",
            ),
        ),
        migrations.AlterField(
            model_name="loadeditem",
            name="code",
            field=models.CharField(max_length=200, verbose_name="代码"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_new_kinds),
        migrations.AlterField(
            model_name="loadeditem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("metric", "指标"),
                    ("relation", "指标关系"),
                    ("term", "时效用语"),
                    ("template", "模板"),
                ],
                max_length=10,
                verbose_name="种类",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="marker_style",
            field=models.CharField(
                choices=[
                    ("auto", "随层次"),
                    ("part", "第一部分"),
                    ("cn_comma", "一、"),
                    ("cn_paren", "（一）"),
                    ("arabic_dot", "1."),
                    ("arabic_paren", "（1）"),
                    ("di", "第一，"),
                    ("yao", "一要"),
                    ("none", "不编号"),
                ],
                default="auto",
                max_length=16,
                verbose_name="层次序号",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["", "full", "short"])),
                name="phrase_form_known",
                violation_error_message="措辞只能用于详写、简写或两者。",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_days__isnull", True),
                    models.Q(("due_days__gte", 1), ("due_days__lte", 366)),
                    _connector="OR",
                ),
                name="section_due_days_plausible",
                violation_error_message="交稿天数须在 1 至 366 之间，不限就留空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("series", "name"),
                name="term_once_per_series",
                violation_error_message="这个系列里已有同名的用语。",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_year__gte", 1949),
                    ("first_year__lte", 2100),
                    models.Q(("last_year__isnull", True), ("last_year__lte", 2100), _connector="OR"),
                ),
                name="term_years_plausible",
                violation_error_message="年度须在 1949 至 2100 之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_year__isnull", True), ("last_year__gte", models.F("first_year")), _connector="OR"
                ),
                name="term_years_in_order",
                violation_error_message="截止年度不能早于起始年度。",
            ),
        ),
        migrations.AddField(
            model_name="versionrevision",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="修改人",
            ),
        ),
        migrations.AddField(
            model_name="versionrevision",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="library.templateversion",
                verbose_name="模板版本",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionrevision",
            constraint=models.UniqueConstraint(
                fields=("version", "number"), name="version_revision_number_once"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
