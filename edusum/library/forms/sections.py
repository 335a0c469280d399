"""A section's own fields, and what is told when somebody else changed it meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from edusum.common.forms import told_fields
from edusum.library.bulk import range_problem
from edusum.library.contents import mark_of, section_tree
from edusum.library.enums import HeadingForm, MarkerStyle
from edusum.library.forms.versions import WIDE, VersionContentForm
from edusum.library.models import Section, TemplateVersion
from edusum.library.sections import form_problem, level_problem


class SectionForm(VersionContentForm):
    """A section of `version`; its parent is one of the others there."""

    parent = forms.ModelChoiceField(
        Section.objects.none(), label="上级章节", required=False, empty_label="（最外层）"
    )
    key = forms.SlugField(
        label="标识",
        max_length=60,
        required=False,
        help_text="同一章节在各版本里的固定标识，留空自动生成，以后不变。",
    )
    called = "本节"
    only_shows = False
    """Whether what is typed is only to be looked at: then nothing of it is saved, sound as it may be."""

    class Meta:
        model = Section
        fields = [
            "heading",
            "heading_form",
            "level",
            "parent",
            "marker_style",
            "guidance",
            "department_name",
            "suggested_min",
            "suggested_max",
            "due_days",
            "table_caption",
            "is_optional",
            "is_added",
            "source",
            "key",
        ]
        widgets = {
            "heading": forms.TextInput(attrs=WIDE),
            "guidance": forms.Textarea(attrs=WIDE | {"rows": 3}),
            "department_name": forms.TextInput(attrs={"list": "department-names", "autocomplete": "off"}),
            "source": forms.TextInput(attrs=WIDE),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.version = self.version
        if "parent" in self.fields:
            self._offer_parents()

    def mark(self) -> str:
        return mark_of(self.instance)

    def told(self, names: Sequence[str]) -> "Stored":
        return Stored(self.instance, names)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.only_shows

    def _offer_parents(self) -> None:
        field, inside = self.fields["parent"], {self.instance.pk}
        choices = [("", "（最外层）")]
        for section, depth in section_tree(self.version):
            if self.instance.pk and section.parent_id in inside:
                inside.add(section.pk)
            elif section.pk != self.instance.pk:
                choices.append((str(section.pk), "　" * depth + str(section)))
        field.queryset = self.version.sections.exclude(pk__in=inside - {None})
        field.choices = choices

    def clean_heading(self) -> str:
        return self._clean_plain("heading")

    def clean_table_caption(self) -> str:
        return self._clean_plain("table_caption")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and self.version.sections.filter(key=key).exists():
            raise ValidationError("本版本已有相同标识的章节，请换一个或留空。")
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._fit_heading(cleaned)
        if "level" in cleaned and "parent" in cleaned:
            problem = level_problem(level=cleaned["level"], parent=cleaned["parent"])
            problem = problem or self._problem_of_children(cleaned["level"])
            if problem:
                self.add_error("level", problem)
        problem = range_problem(cleaned.get("suggested_min"), cleaned.get("suggested_max"))
        if problem:
            self.add_error("suggested_max", problem)
        return cleaned

    def _fit_heading(self, cleaned: dict[str, Any]) -> None:
        shape = cleaned.get("heading_form")
        if "heading" in cleaned and shape:
            if shape == HeadingForm.NONE and cleaned["heading"]:
                self.add_error("heading", "选了“无标题”就不填标题：请清空标题，或改选标题形式。")
            elif shape != HeadingForm.NONE and not cleaned["heading"]:
                self.add_error("heading", "有标题的章节须填标题；导语、结语请选“无标题”，层次填 0。")
        if "level" in cleaned and shape:
            problem = form_problem(level=cleaned["level"], heading_form=shape)
            if problem:
                self.add_error("level", problem)

    def _problem_of_children(self, level: int) -> str:
        children = self.instance.children.all() if self.instance.pk else ()
        if any(level_problem(level=child.level, parent=Section(level=level)) for child in children):
            return "下级章节的层次须大于本章节，请先调整下级章节。"
        return ""


class Stored:
    """What stands in the database where somebody else typed something else: fields, phrases, table."""

    def __init__(self, section: Section, names: Sequence[str]) -> None:
        self.fields = told_fields(section, names)
        self.phrases = [phrase.text for phrase in section.phrases.all()]
        self.metrics = [str(row.metric) for row in section.table_rows.select_related("metric")]


class _PlaceForm(forms.Form):
    """Where a section stands and what it is called, as far as that is typed."""

    heading = forms.CharField(required=False, max_length=Section._meta.get_field("heading").max_length)
    heading_form = forms.ChoiceField(choices=HeadingForm)
    level = forms.IntegerField(min_value=0, max_value=4)
    marker_style = forms.ChoiceField(choices=MarkerStyle)


def typed_section(version: TemplateVersion, data: Mapping[str, Any]) -> Section:
    """The section as its page has it, not saved; what cannot be read stays as stored."""
    number, parent = str(data.get("section", "")), str(data.get("parent", ""))
    known = {str(section.pk): section for section in version.sections.all()}
    section = known.get(number) or Section(version=version)
    form = _PlaceForm(data)
    form.is_valid()
    for name, value in form.cleaned_data.items():
        setattr(section, name, value)
    if "parent" in data:
        section.parent = known.get(parent)
    section.version = version
    return section
