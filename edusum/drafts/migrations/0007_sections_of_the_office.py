"""A draft's outline is the office's: sections of its own, other headings, other places."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def give_up_own_sections(apps, schema_editor):
    """Nothing in the older tables can hold them; those with words must first be brought elsewhere."""
    own = apps.get_model("drafts", "SectionText").objects.filter(section=None)
    if own.exclude(text=None).exclude(text="").exists():
        raise RuntimeError("Sections that offices added hold text; bring it elsewhere before going back.")
    own.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0006_collecting"),
        ("library", "0004_lengths_in_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sectiontext",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="section_texts",
                to="library.section",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, give_up_own_sections),
        migrations.AddField(
            model_name="sectiontext",
            name="own_heading",
            field=models.CharField(blank=True, max_length=120, verbose_name="自拟标题"),
        ),
        migrations.AddField(
            model_name="sectiontext",
            name="own_parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="own_children",
                to="drafts.sectiontext",
                verbose_name="上级章节",
            ),
        ),
        migrations.AddField(
            model_name="sectiontext",
            name="own_rank",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="顺序"),
        ),
        migrations.AddConstraint(
            model_name="sectiontext",
            constraint=models.CheckConstraint(
                condition=Q(section__isnull=False) | ~Q(own_heading=""),
                name="section_text_own_has_heading",
                violation_error_message="自己加的章节要有标题。",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectiontext",
            constraint=models.CheckConstraint(
                condition=Q(own_rank__isnull=False) | Q(section__isnull=False, own_parent__isnull=True),
                name="section_text_own_place_has_rank",
            ),
        ),
    ]
