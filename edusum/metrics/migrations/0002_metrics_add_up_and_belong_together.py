import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0001_initial"),
        ("orgs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sum_of", "合计"),
                            ("part_of", "其中"),
                            ("ratio_of", "比率"),
                            ("change_vs", "比上年增减"),
                        ],
                        max_length=12,
                        verbose_name="关系",
                    ),
                ),
                (
                    "is_overlapping",
                    models.BooleanField(
                        default=False,
                        help_text="同一对象可能计入几个分项，分项之和可以大于合计。",
                        verbose_name="分项有交叉",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
            ],
            options={
                "verbose_name": "指标关系",
                "verbose_name_plural": "指标关系",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RelationOperand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("part", "分项"),
                            ("whole", "总数"),
                            ("numerator", "分子"),
                            ("denominator", "分母"),
                            ("base", "本数"),
                        ],
                        max_length=12,
                        verbose_name="作用",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
            ],
            options={
                "verbose_name": "关系所涉指标",
                "verbose_name_plural": "关系所涉指标",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="metricvalue",
            name="metric_value_filled_has_number",
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="aggregation",
            field=models.CharField(
                choices=[
                    ("sum", "各单位相加"),
                    ("ratio", "分子、分母分别相加后相比"),
                    ("weighted_mean", "加权平均"),
                    ("none", "不汇总"),
                ],
                default="none",
                max_length=16,
                verbose_name="汇总办法",
            ),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="family",
            field=models.CharField(
                blank=True,
                help_text="来源目录里的统一名称，几个指标可同属一个。",
                max_length=80,
                verbose_name="归属指标",
            ),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="sample",
            field=models.CharField(
                blank=True,
                help_text="像填报时那样写，如 749、逾500、1:6.3、3—5。",
                max_length=40,
                verbose_name="样例数值",
            ),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="sample_previous",
            field=models.CharField(blank=True, max_length=40, verbose_name="上年样例数值"),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="来源"),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="synonyms",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="各科室、旧文稿里的叫法，一行一个。",
                verbose_name="同义说法",
            ),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="weight",
            field=models.ForeignKey(
                blank=True,
                help_text="汇总办法为加权平均时，按哪个指标加权，如按学生数。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="weighted",
                to="metrics.metricdefinition",
                verbose_name="权数",
            ),
        ),
        migrations.AlterField(
            model_name="metricvalue",
            name="approximation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "准确数"),
                    ("over", "逾"),
                    ("near", "近"),
                    ("at_least", "以上"),
                    ("about", "左右"),
                    ("under", "以下"),
                    ("within", "以内"),
                    ("range", "区间"),
                ],
                default="",
                max_length=10,
                verbose_name="约数",
            ),
        ),
        migrations.AlterField(
            model_name="metricvalue",
            name="first_term",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="前项"
            ),
        ),
        migrations.AlterField(
            model_name="metricvalue",
            name="second_term",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="后项"
            ),
        ),
        migrations.AlterField(
            model_name="metricvaluerevision",
            name="approximation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "准确数"),
                    ("over", "逾"),
                    ("near", "近"),
                    ("at_least", "以上"),
                    ("about", "左右"),
                    ("under", "以下"),
                    ("within", "以内"),
                    ("range", "区间"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="metricvaluerevision",
            name="first_term",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="前项"
            ),
        ),
        migrations.AlterField(
            model_name="metricvaluerevision",
            name="second_term",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="后项"
            ),
        ),
        migrations.AddConstraint(
            model_name="metricdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aggregation", "weighted_mean"), ("weight__isnull", False)),
                    models.Q(
                        models.Q(("aggregation", "weighted_mean"), _negated=True), ("weight__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="metric_weight_with_weighted_mean",
                violation_error_message="加权平均须选定权数指标，其他汇总办法不填权数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="metricdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weight__isnull", True),
                    models.Q(("weight", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="metric_weight_is_another",
                violation_error_message="指标不能以自己为权数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="metricvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("approximation", "range"), _negated=True),
                        ("first_term__isnull", True),
                        ("second_term__isnull", True),
                        ("state", "filled"),
                        ("value__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("approximation", "range"), ("first_term__lt", models.F("second_term"))),
                            models.Q(
                                models.Q(("approximation", "range"), _negated=True), ("second_term__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        ("first_term__isnull", False),
                        ("second_term__isnull", False),
                        ("state", "filled"),
                        ("value__isnull", True),
                    ),
                    models.Q(
                        ("first_term__isnull", True),
                        ("second_term__isnull", True),
                        ("state__in", ["not_applicable", "pending"]),
                        ("value__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="metric_value_filled_has_number",
                violation_error_message="已填的指标须有数值（比、区间须有两项，区间前小后大），不适用、待报的不能有数值。",
            ),
        ),
        migrations.AddField(
            model_name="relation",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relations",
                to="metrics.metricdefinition",
                verbose_name="指标",
            ),
        ),
        migrations.AddField(
            model_name="relationoperand",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="operand_uses",
                to="metrics.metricdefinition",
                verbose_name="指标",
            ),
        ),
        migrations.AddField(
            model_name="relationoperand",
            name="relation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="operands",
                to="metrics.relation",
                verbose_name="关系",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("ratio_of", "change_vs"))),
                fields=("metric", "kind"),
                name="relation_kind_once_per_metric",
                violation_error_message="这个指标已经设了同类的关系（比率、比上年增减各只能设一个）。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_overlapping", False), ("kind", "sum_of"), _connector="OR"),
                name="relation_overlap_of_sums",
                violation_error_message="只有“合计”的分项才谈得上交叉。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationoperand",
            constraint=models.UniqueConstraint(
                fields=("relation", "metric"),
                name="relation_operand_once",
                violation_error_message="同一个指标在一个关系里只能出现一次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationoperand",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "part"), _negated=True),
                fields=("relation", "role"),
                name="relation_role_once",
                violation_error_message="一个关系里总数、分子、分母、本数各只有一个。",
            ),
        ),
    ]
