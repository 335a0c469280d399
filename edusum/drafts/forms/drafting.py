from collections.abc import Container, Iterable, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from edusum.common.errors import EdusumError
from edusum.common.forms import PageForm
from edusum.common.years import reporting_year
from edusum.drafts.choosing import Choice
from edusum.drafts.enums import DONE, SectionAction, TextForm
from edusum.drafts.reading import SectionReading
from edusum.drafts.starting import year_problem
from edusum.library.enums import Genre
from edusum.library.models import TemplateVersion
from edusum.orgs.models import Bureau, Department

STEPS = [
    (step.value, step.label)
    for step in (
        SectionAction.HAND_IN,
        SectionAction.TAKE_BACK,
        SectionAction.APPROVE,
        SectionAction.RETURN,
        SectionAction.OMIT,
        SectionAction.INCLUDE,
        SectionAction.FULL,
        SectionAction.SHORT,
    )
]


class DraftStartForm(PageForm, forms.Form):
    version = forms.ModelChoiceField(
        label="报告模板",
        queryset=TemplateVersion.objects.none(),
        empty_label=None,
        help_text="只列出已发布的模板。",
    )
    year = forms.IntegerField(
        label="年度",
        help_text="总结的是哪一年的工作；上年数值按这一年的前一年取。",
    )

    department = forms.ModelChoiceField(
        label="科室",
        queryset=Department.objects.none(),
        empty_label="请选择科室",
        required=False,
        help_text="只有科室小结要选；标题、落款和各章节都按这个科室来。",
    )

    form = forms.ChoiceField(
        label="写法",
        choices=TextForm.choices,
        initial=TextForm.FULL,
        required=False,
        widget=forms.RadioSelect,
        help_text="模板有详写、简写两种写法时才起作用；建立后每一节还可以单独改。",
    )

    def __init__(self, *args: Any, bureau: Bureau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = TemplateVersion.objects.usable_by(bureau).select_related("report_template")
        self.fields["version"].queryset = versions
        self.fields["version"].choices = _by_genre(versions)
        self.fields["year"].initial = reporting_year(timezone.localdate())
        self.fields["department"].queryset = Department.objects.filter(bureau=bureau).active()
        self.fields["department"].widget.attrs["hx-get"] = reverse("drafts:draft_start")

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if problem := year_problem(year):
            raise forms.ValidationError(problem)
        return year

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or TextForm.FULL

    def clean_department(self) -> Department | None:
        """None for a paper of the whole bureau: the choice is left over from another template."""
        version = self.cleaned_data.get("version")
        chosen: Department | None = self.cleaned_data["department"]
        is_of_department = version and version.report_template.genre == Genre.DEPARTMENT_SUMMARY
        return chosen if is_of_department else None

    @property
    def offers_summaries(self) -> bool:
        """Whether there is a template for departments."""
        return any(genre == Genre.DEPARTMENT_SUMMARY.label for genre, _ in self.fields["version"].choices)

    def wanted(self) -> tuple[TemplateVersion | None, int, Department | None]:
        """Version, year and department of the page as it stands, usable or not yet sent."""
        cleaned = getattr(self, "cleaned_data", {})
        version = cleaned.get("version") or self._first_version()
        return version, cleaned.get("year") or self.fields["year"].initial, cleaned.get("department")

    def _first_version(self) -> TemplateVersion | None:
        """The one a browser shows first."""
        groups = self.fields["version"].choices
        return self.fields["version"].queryset.get(pk=groups[0][1][0][0]) if groups else None


def _by_genre(versions: Iterable[TemplateVersion]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The choices under the names of their genres, in the order of `Genre`."""
    choices: dict[str, list[tuple[int, str]]] = {genre: [] for genre in Genre.values}
    for version in versions:
        template = version.report_template
        owner = "本单位专用，" if template.bureau_id else ""
        choices[template.genre].append((version.pk, f"{template.name}（{owner}第{version.number}版）"))
    return [(Genre(genre).label, found) for genre, found in choices.items() if found]


class SectionChoiceForm(PageForm, forms.Form):
    """Two fields a section: whether it is in the paper, and its form where there are two."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self, readings: Sequence[SectionReading], *, in_two_forms: Container[int], seen: str, data: Any = None
    ) -> None:
        super().__init__(data, initial={"seen": seen})
        self.readings = readings
        self.label_suffix = ""
        for item in readings:
            row = item.section_text
            self.fields[f"on-{row.pk}"] = forms.BooleanField(
                label=f"写“{item.title}”",
                required=False,
                initial=not row.is_omitted,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            if item.section.pk in in_two_forms:
                self.fields[f"form-{row.pk}"] = forms.ChoiceField(
                    choices=TextForm.choices,
                    required=False,
                    initial=row.form,
                    disabled=row.state in DONE,
                    widget=forms.Select(attrs={"class": "form-select", "aria-label": f"{item.title}：写法"}),
                )

    def fields_of(self, item: SectionReading) -> tuple[forms.BoundField, forms.BoundField | None]:
        name = f"form-{item.section_text.pk}"
        return self[f"on-{item.section_text.pk}"], self[name] if name in self.fields else None

    def choices(self) -> dict[int, Choice]:
        """What is wanted, by the ids of the texts; call after `is_valid`. What must be there has no say, nor
        what was left out for a reason."""
        off = {item.section.pk for item in self.readings if item.is_omitted}
        return {
            item.section_text.pk: Choice(
                is_on=self.cleaned_data[f"on-{item.section_text.pk}"]
                if item.section.is_optional
                else not item.is_omitted or item.section.parent_id in off,
                form=self.cleaned_data.get(f"form-{item.section_text.pk}") or item.section_text.form,
            )
            for item in self.readings
        }

    def refuse(self, error: EdusumError, seen: str) -> None:
        """Tell what is wrong, each in its place; the next save stands upon what is there now."""
        self.add_error(None, error.message)
        for row, problem in getattr(error, "problems", {}).items():
            self.add_error(f"on-{row}", problem)
        self.data = self.data.copy()
        self.data["seen"] = seen


class SectionForm(PageForm, forms.Form):
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    step = forms.ChoiceField(choices=[("", ""), *STEPS], required=False, widget=forms.HiddenInput)
    note = forms.CharField(label="退回原因", required=False, max_length=200)
    despite_gaps = forms.BooleanField(label="仍要交稿", required=False)
    despite_errors = forms.BooleanField(label="仍要交稿", required=False)


class StepForm(PageForm, forms.Form):
    """A step taken with one button where nothing is written; a return says why."""

    action = forms.ChoiceField(choices=STEPS)
    note = forms.CharField(label="退回原因", required=False, max_length=200)
    despite_gaps = forms.BooleanField(label="仍要交稿", required=False)
    despite_errors = forms.BooleanField(label="仍要交稿", required=False)
