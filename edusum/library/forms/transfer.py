"""A template file on its way in, and a template on its way to a bureau."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.forms import PageForm
from edusum.library.files import HandedIn, handed_in
from edusum.library.models import ReportTemplate
from edusum.library.strict import MAX_BYTES
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action

SUFFIXES = {".yaml", ".yml"}


def managed_bureaus(user: User) -> QuerySet[Bureau]:
    """Those whose library is the user's."""
    own = Bureau.objects.filter(memberships__user=user, memberships__role__in=ALLOWED[Action.EDIT_LIBRARY])
    return own.distinct()


class _OwnedForm(PageForm, forms.Form):
    bureau: Any = forms.ModelChoiceField(
        Bureau.objects.none(),
        label="归属",
        required=False,
        empty_label="共用（各单位都能使用）",
        help_text="选定单位后，其他单位看不到这个模板。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bureaus = managed_bureaus(user)
        self.fields["bureau"].queryset = bureaus
        self.fields["bureau"].initial = bureaus.first()


class ImportForm(_OwnedForm):
    """`handed` and `text` hold the file once the form is valid."""

    file = forms.FileField(
        label="模板文件",
        max_length=150,
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(SUFFIXES))}),
        help_text=f"从本系统导出的 .yaml 文件，不超过 {MAX_BYTES // 1_000_000} MB。",
        error_messages={
            "required": "请先选一个模板文件。",
            "empty": "这个文件是空的，请另选一个。",
            "max_length": "文件名太长，请改短再上传。",
        },
    )
    field_order = ("file", "bureau")
    handed: HandedIn
    text = ""

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        _refuse_unlikely(file)
        data = file.read()
        try:
            self.handed = handed_in(data, file.name)
        except EdusumError as error:
            raise ValidationError(str(error)) from error
        self.text = data.decode("utf-8-sig")
        return file


def _refuse_unlikely(file: UploadedFile) -> None:
    """By size and by name, before anything is read."""
    size = file.size or 0
    if size > MAX_BYTES:
        found, most = size / 1_000_000, MAX_BYTES // 1_000_000
        raise ValidationError(f"这个文件有 {found:.1f} MB，模板文件最多 {most} MB，请检查是否选错了文件。")
    if Path(file.name).suffix.lower() not in SUFFIXES:
        raise ValidationError("模板文件的后缀是 .yaml，请选从本系统导出的模板文件。")


class ImportConfirmForm(_OwnedForm):
    """The same file once more, as the page carries it; read anew."""

    name = forms.CharField(max_length=150, widget=forms.HiddenInput)
    text = forms.CharField(strip=False, widget=forms.Textarea(attrs={"hidden": True}))
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    handed: HandedIn

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            self.handed = handed_in(text.encode(), self.cleaned_data.get("name", ""))
        except EdusumError as error:
            raise ValidationError(str(error)) from error
        return text


class DeriveForm(PageForm, forms.Form):
    """For which of the user's bureaus, under which name."""

    bureau: Any = forms.ModelChoiceField(Bureau.objects.none(), label="单位", empty_label=None)
    name = forms.CharField(
        label="模板名称",
        max_length=ReportTemplate._meta.get_field("name").max_length,
        help_text="本单位的人在起草时看到的名称，可以沿用原名。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bureau"].queryset = managed_bureaus(user)
