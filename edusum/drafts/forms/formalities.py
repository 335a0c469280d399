from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from edusum.common.errors import EdusumError
from edusum.common.forms import PageForm, SeenForm, told_fields
from edusum.drafts.formal import LONG_MARK, MOST_MARK
from edusum.drafts.formalities import formalities_of, mark_of_formalities, usual_mark, written
from edusum.drafts.models import MAX_SIGNATORY, MAX_TITLE, NO_CONTENTS, Draft, Formalities
from edusum.library.enums import Genre

NAMES = {"title": "own_title", "signatory": "own_signatory", "sign_date": "sign_date"}
"""The fields of the page that are kept with the draft itself."""
IF_SIGNED = ("signatory", "sign_date", "note")
DATES = ("sign_date", "spoken_on", "issued_on")
UNMARKED = ("", "不标注")


def _day(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=_day_input(), help_text=help_text)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of the page under one head; `where` says where they stand on the paper.

    `is_folded`: such a paper hardly ever has them, and nothing stands there, typed or stored.
    """

    title: str
    where: str
    fields: tuple[forms.BoundField, ...]
    is_folded: bool = False


SPOKEN = "讲话稿"
OF_LETTERS = ("版头", "版记")
GROUPS = (
    (
        "标题与落款",
        "标题在第一页上方居中；落款在正文末尾右下方。留空的照模板印，浅色字就是将要印出的文字。",
        ("title", "subtitle", "signatory", "sign_date"),
    ),
    (SPOKEN, "标题下面居中印讲话人和日期，讲话稿才要填。", ("speaker", "spoken_on")),
    ("主送与附注", "主送机关在标题下面、正文上面顶格；附注在成文日期下一行。", ("addressee", "note")),
    (
        "版头",
        "第一页上部、红色分隔线以上的部分，正式行文（红头文件）才要。不印版头时，下面填的都留着，不印出来。",
        ("has_letterhead", "mark", "number", "signers", "serial", "secrecy", "urgency"),
    ),
    ("版记", "最后一页下部两条线之间的部分。三项都空着就不印版记。", ("copies_to", "issued_by", "issued_on")),
    ("目录", "长的材料可以在正文前面印目录；印版头的，首页要有正文，不印目录。", ("has_contents",)),
)


class FormalitiesForm(PageForm, SeenForm):
    """All that a draft says around its text; what stands there already is kept from being lost."""

    called = "公文要素"
    title = forms.CharField(
        label="标题",
        max_length=MAX_TITLE,
        required=False,
        help_text="留空则用模板的标题；单位改名、换用新版模板时，自拟的标题不跟着变。",
    )
    signatory = forms.CharField(
        label="落款单位",
        max_length=MAX_SIGNATORY,
        required=False,
        help_text="印在文末成文日期的上一行。",
    )
    sign_date = _day("成文日期", "印在落款单位的下一行；留空则用导出当天。")

    class Meta:
        model = Formalities
        fields = [
            *("subtitle", "speaker", "spoken_on", "addressee", "note", "has_letterhead", "mark", "number"),
            *("signers", "serial", "secrecy", "urgency", "copies_to", "issued_by", "issued_on"),
            "has_contents",
        ]
        labels = {"has_letterhead": "印版头", "has_contents": "在正文前面印目录"}
        widgets = {
            "spoken_on": _day_input(),
            "issued_on": _day_input(),
            "copies_to": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "subtitle": "印在标题的下一行，破折号会自动加上。",
            "speaker": "如“区教育局局长　张三”。",
            "spoken_on": "印成“（2026年1月8日）”。",
            "addressee": "写全称或规范简称，冒号会自动加上；填了它，就不印模板的称呼。",
            "note": "如“此件公开发布”，括号会自动加上。",
            "has_letterhead": "",
            "mark": f"红色大字，居中；留空则用浅色字的名称。宜在 {LONG_MARK} 字以内，最多 {MOST_MARK} 字。",
            "number": "在发文机关标志下面居中；年份的括号会自动换成六角括号，不编虚位，不加“第”字。",
            "signers": "上报的公文才要，与发文字号同一行；几个人用顿号或空格隔开。",
            "serial": "左上角第一行，最多六位数字，不足的自动补 0；涉密公文才要。",
            "secrecy": "左上角，份号下面；绝密、机密或秘密，有期限的写成“秘密★1年”。",
            "urgency": "左上角，密级下面。",
            "copies_to": "几个机关用顿号隔开，前面的“抄送：”和末尾的句号会自动加上。",
            "issued_by": "与印发日期同一行，靠左；一般是办公室。",
            "issued_on": "同一行靠右，后面的“印发”二字会自动加上。",
            "has_contents": "列出前两级标题；要显示页码，请在 Word 中单击目录并按 F9 更新。",
        }

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        self.draft = draft
        initial = {name: getattr(draft, field) for name, field in NAMES.items()}
        super().__init__(*args, instance=formalities_of(draft), initial=initial, **kwargs)
        self.fields["title"].widget.attrs["placeholder"] = draft.usual_title
        self.fields["signatory"].widget.attrs["placeholder"] = draft.usual_signatory
        self.fields["mark"].widget.attrs["placeholder"] = usual_mark(draft)
        self.fields["number"].widget.attrs["placeholder"] = "示教〔2026〕3号"
        self.fields["urgency"].choices = [UNMARKED, *self.fields["urgency"].choices[1:]]  # type: ignore[attr-defined]
        if not draft.version.has_sign_off:
            for name in IF_SIGNED:
                del self.fields[name]

    def mark(self) -> str:
        return mark_of_formalities(self.draft, self.instance)

    def told(self, names: Sequence[str]) -> Any:
        own = [NAMES[name] for name in names if name in NAMES]
        rest = [name for name in names if name not in NAMES]
        return [*told_fields(self.draft, own), *told_fields(self.instance, rest)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            try:
                cleaned[name] = self._fit(name, value)
            except EdusumError as error:
                self.add_error(name, error.message)
        if cleaned.get("has_letterhead") and cleaned.get("has_contents"):
            self.add_error("has_contents", NO_CONTENTS)
        return cleaned

    def _fit(self, name: str, value: Any) -> Any:
        if isinstance(value, date):
            year = self.draft.year
            if not year <= value.year <= year + 1:
                label = self.fields[name].label
                raise EdusumError(f"{year}年的材料，{label}应在 {year} 年或 {year + 1} 年，请核对。")
        elif isinstance(value, str) and ("{" in value or "}" in value):
            raise EdusumError("这里的文字照样印出，不能用花括号 {}，请直接写出名称和年度。")
        return value if name == "seen" else written(name, value)

    def groups(self) -> Iterator[Group]:
        """The fields that the paper has, under their heads: those that its genre hardly has come last."""
        is_spoken = self.draft.report_template.genre == Genre.SPEECH
        rare = OF_LETTERS if is_spoken else (SPOKEN,)
        first = (SPOKEN,) if is_spoken else ()
        for title, where, names in sorted(
            GROUPS, key=lambda group: (group[0] not in first, group[0] in rare)
        ):
            fields = tuple(self[name] for name in names if name in self.fields)
            is_bare = not any(field.errors or field.value() for field in fields)
            yield Group(title, where, fields, is_folded=title in rare and is_bare)

    @property
    def changed_labels(self) -> list[str]:
        """What was changed on the page, as people read it."""
        return [str(self.fields[name].label) for name in self.changed_data if name != "seen"]

    def values(self) -> dict[str, Any]:
        """What is to be kept, by the names of the stored fields; call after `is_valid`."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {NAMES.get(name, name): value for name, value in cleaned.items()}
