import django.core.validators
from django.db import migrations, models
from django.db.models import F

from edusum.library.freezing import install, remove


def put_in_order(apps, schema_editor):
    """Limits that were stored the wrong way round change places."""
    sections = apps.get_model("library", "Section").objects
    sections.filter(suggested_max__lt=F("suggested_min")).update(
        suggested_min=F("suggested_max"), suggested_max=F("suggested_min")
    )


class Migration(migrations.Migration):
    dependencies = [("library", "0003_terms_revisions_due_days_and_forms")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(("suggested_max__gte", models.F("suggested_min"))),
                name="section_suggested_in_order",
                violation_error_message="建议字数的上限不能小于下限。",
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="name",
            field=models.CharField(
                max_length=60,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?=.*\\w)[\\w \\-—–·•.、，：“”‘’（）()《》]+\\Z",
                        "用语里只能有汉字、字母、数字和常用的标点，请去掉别的符号。",
                    )
                ],
                verbose_name="用语",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
