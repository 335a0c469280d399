"""What stands around the text of an old paper that is set in official layout."""

from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.intake.layouts import Details, printed_date
from edusum.intake.models import MAX_TITLE

_LINE = 80


class WordForm(PageForm, forms.Form):
    title = forms.CharField(label="标题", max_length=MAX_TITLE, error_messages={"required": "请填写标题。"})
    subtitle = forms.CharField(label="副标题", max_length=_LINE, required=False)
    addressee = forms.CharField(
        label="主送机关", max_length=_LINE, required=False, help_text="填了主送机关，就不再印称呼。"
    )
    salutation = forms.CharField(label="称呼", max_length=_LINE, required=False)
    signed_by = forms.CharField(label="落款单位", max_length=_LINE, required=False)
    signed_on = forms.CharField(
        label="成文日期", max_length=30, required=False, help_text="照印在文末的样子写，如 2026年1月8日。"
    )
    is_renumbered = forms.BooleanField(label="标题序号按公文规范重编（一、（一）1.（1））", required=False)
    is_full_width = forms.BooleanField(label="半角标点改为全角（数字和英文里的不动）", required=False)
    has_contents = forms.BooleanField(label="正文前加目录", required=False)

    def clean_addressee(self) -> str:
        return _with_colon(self.cleaned_data["addressee"])

    def clean_salutation(self) -> str:
        return _with_colon(self.cleaned_data["salutation"])

    def clean_signed_on(self) -> str:
        typed: str = self.cleaned_data["signed_on"]
        if typed and not printed_date(typed):
            raise forms.ValidationError("成文日期请写成“2026年1月8日”这样；不印日期的，请留空。")
        return printed_date(typed)

    def details(self) -> Details:
        given: dict[str, Any] = self.cleaned_data
        return Details(**given)


def _with_colon(words: str) -> str:
    return words if not words or words.endswith(("：", ":", "！")) else f"{words}："
