import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0004_one_summary_per_department"),
        ("metrics", "0003_counts_money_and_areas_are_summed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    ("exhibit", "改动表和图"),
                ],
                max_length=12,
                verbose_name="动作",
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                ("name", models.CharField(max_length=120, verbose_name="附件名称")),
                ("is_apart", models.BooleanField(default=False, verbose_name="另附文件")),
                ("text", models.TextField(blank=True, verbose_name="正文")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="drafts.draft",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("table", "指标表"),
                            ("trend", "趋势图"),
                            ("comparison", "对比图"),
                            ("share", "构成图"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("caption", models.CharField(max_length=80, verbose_name="题目")),
                ("has_unit", models.BooleanField(default=True, verbose_name="单位")),
                ("has_previous", models.BooleanField(default=True, verbose_name="上年")),
                ("has_current", models.BooleanField(default=True, verbose_name="本年")),
                ("has_change", models.BooleanField(default=True, verbose_name="增减")),
                ("has_growth", models.BooleanField(default=False, verbose_name="增幅")),
                ("has_note", models.BooleanField(default=False, verbose_name="说明")),
                ("is_landscape", models.BooleanField(default=False, verbose_name="横排")),
                (
                    "year_count",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(3),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="年数",
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exhibits",
                        to="drafts.attachment",
                    ),
                ),
                (
                    "section_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exhibits",
                        to="drafts.sectiontext",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "表和图",
                "verbose_name_plural": "表和图",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ExhibitMetric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                (
                    "exhibit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="drafts.exhibit"
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibit_uses",
                        to="metrics.metricdefinition",
                        verbose_name="指标",
                    ),
                ),
            ],
            options={
                "verbose_name": "表和图的指标",
                "verbose_name_plural": "表和图的指标",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Formalities",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                ("subtitle", models.CharField(blank=True, max_length=60, verbose_name="副标题")),
                ("speaker", models.CharField(blank=True, max_length=60, verbose_name="讲话人")),
                ("spoken_on", models.DateField(blank=True, null=True, verbose_name="讲话日期")),
                ("addressee", models.CharField(blank=True, max_length=120, verbose_name="主送机关")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="附注")),
                ("has_letterhead", models.BooleanField(default=False, verbose_name="印版头")),
                ("mark", models.CharField(blank=True, max_length=60, verbose_name="发文机关标志")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[^〔〕{}0-9][^〔〕{}]*〔[12][0-9]{3}〕[1-9][0-9]{0,4}号$",
                                "发文字号请写成“示教〔2026〕3号”的样子。",
                            )
                        ],
                        verbose_name="发文字号",
                    ),
                ),
                ("signers", models.CharField(blank=True, max_length=60, verbose_name="签发人")),
                (
                    "serial",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[django.core.validators.RegexValidator("^[0-9]{6}$", "份号是六位数字。")],
                        verbose_name="份号",
                    ),
                ),
                (
                    "secrecy",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(绝密|机密|秘密)(★[^{}]+)?$", "密级只能是绝密、机密或秘密。"
                            )
                        ],
                        verbose_name="密级",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        blank=True,
                        choices=[("特急", "特急"), ("加急", "加急")],
                        max_length=2,
                        verbose_name="紧急程度",
                    ),
                ),
                ("copies_to", models.CharField(blank=True, max_length=300, verbose_name="抄送")),
                ("issued_by", models.CharField(blank=True, max_length=60, verbose_name="印发机关")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                ("has_contents", models.BooleanField(default=False, verbose_name="印目录")),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formalities",
                        to="drafts.draft",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "公文要素",
                "verbose_name_plural": "公文要素",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("draft", "name"),
                name="attachment_name_once_per_draft",
                violation_error_message="这份材料已有同名的附件，请换一个名称。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_apart", False), ("text", ""), _connector="OR"),
                name="attachment_apart_has_no_text",
                violation_error_message="另附的文件不在这里写正文，请删去正文，或改为随文印出。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attachment__isnull", True), ("section_text__isnull", False)),
                    models.Q(("attachment__isnull", False), ("section_text__isnull", True)),
                    _connector="OR",
                ),
                name="exhibit_in_one_place",
                violation_error_message="表和图要放在一个章节或一个附件里。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["table", "trend", "comparison", "share"])),
                name="exhibit_kind_known",
                violation_error_message="种类只有指标表、趋势图、对比图和构成图。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(("year_count__gte", 3), ("year_count__lte", 10)),
                name="exhibit_year_count_plausible",
                violation_error_message="趋势图画 3 至 10 年。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "table"), _negated=True),
                    ("has_previous", True),
                    ("has_current", True),
                    _connector="OR",
                ),
                name="exhibit_table_has_figures",
                violation_error_message="指标表里“上年”“本年”至少要选一列。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "table"), ("is_landscape", False), _connector="OR"),
                name="exhibit_landscape_is_table",
                violation_error_message="只有指标表可以横排。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibitmetric",
            constraint=models.UniqueConstraint(
                fields=("exhibit", "metric"),
                name="exhibit_metric_once",
                violation_error_message="同一个指标在一张表或图里只能出现一次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="formalities",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", ["", "特急", "加急"])),
                name="formalities_urgency_known",
                violation_error_message="紧急程度只有特急和加急。",
            ),
        ),
        migrations.AddConstraint(
            model_name="formalities",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_letterhead", False), ("has_contents", False), _connector="OR"),
                name="formalities_letterhead_or_contents",
                violation_error_message="有版头的公文首页要有正文，不印目录；要印目录，请不印版头。",
            ),
        ),
    ]
