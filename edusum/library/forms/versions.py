"""Report templates and what stands before the sections of a version."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from edusum.accounts.models import User
from edusum.common.forms import SeenForm
from edusum.library.contents import mark_of_version, plain_problems
from edusum.library.errors import VersionFrozenError
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action

WIDE = {"class": "wide-text"}


class TemplateForm(forms.ModelForm):
    """A report template; `user` may own it to one of the bureaus whose library is theirs."""

    user: User

    class Meta:
        model = ReportTemplate
        fields = ["name", "code", "genre", "bureau", "description", "source"]
        widgets = {"description": forms.Textarea(attrs=WIDE | {"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "bureau" in self.fields:
            self.fields["bureau"] = forms.ModelChoiceField(
                Bureau.objects.filter(
                    memberships__user=self.user, memberships__role__in=ALLOWED[Action.EDIT_LIBRARY]
                ).distinct(),
                label="专用单位",
                required=False,
                empty_label="共用（各单位都能使用）",
                help_text="选定单位后，其他单位看不到这个模板；以后不能再改。",
            )


class VersionContentForm(SeenForm):
    """What belongs to a version: refused once it is frozen, and what was typed stays to be read."""

    version: TemplateVersion

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        if self.version.is_frozen:
            message = VersionFrozenError(self.version).message
            raise ValidationError(f"{message}您填写的内容还在下面，可以先复制出来。")
        return super().clean()

    def _clean_plain(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        problems = plain_problems(str(self.fields[name].label), value)
        if problems:
            raise ValidationError([problem.in_phrase for problem in problems])
        return value


class VersionForm(VersionContentForm):
    class Meta:
        model = TemplateVersion
        fields = ["title", "salutation", "has_sign_off", "due_days", "note"]
        widgets = {"title": forms.TextInput(attrs=WIDE), "note": forms.TextInput(attrs=WIDE)}

    called = "标题与落款"

    def mark(self) -> str:
        return mark_of_version(self.instance)

    @property
    def version(self) -> TemplateVersion:  # type: ignore[override]  # the form's own row
        return self.instance

    def clean_title(self) -> str:
        return self._clean_plain("title")

    def clean_salutation(self) -> str:
        return self._clean_plain("salutation")
