from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from edusum.assembly import fonts
from edusum.assembly.models import LayoutProfile
from edusum.common.forms import PageForm
from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.document.house import House

OTHER = "other"
USUAL_FONTS: Mapping[str, Sequence[str]] = {
    "title": fonts.TITLE_FONTS,
    "body": fonts.BODY_FONTS,
    "hei": fonts.HEI_FONTS,
    "kai": fonts.KAI_FONTS,
    "latin": fonts.LATIN_FONTS,
}


class PaperSourceForm(PageForm, forms.Form):
    """Whose figures of which year a template is shown with."""

    year = forms.IntegerField(
        label="用哪一年的数值",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="留空用样例数值。",
    )


class FontWidget(forms.MultiWidget):
    """One of the usual fonts, or another by its name."""

    def __init__(self, usual: Sequence[str], blank: str = "") -> None:
        self.usual = usual
        choices = [*([("", blank)] if blank else []), *((name, name) for name in usual)]
        other = {"placeholder": "字体名称", "aria-label": "其他字体的名称"}
        super().__init__(
            [
                forms.Select(choices=[*choices, (OTHER, "其他（填名称）")]),
                forms.TextInput(attrs={**other, "autocomplete": "off"}),
            ]
        )

    def decompress(self, value: str | None) -> list[str]:
        return [value or "", ""] if not value or value in self.usual else [OTHER, value]


class FontField(forms.MultiValueField):
    """The name of a font; "" only where the font may be that of the text."""

    widget: FontWidget

    def __init__(self, usual: Sequence[str], *, blank: str = "", **kwargs: Any) -> None:
        choices = [*usual, OTHER, *([""] if blank else [])]
        name = forms.CharField(
            max_length=fonts.LONGEST_NAME,
            required=False,
            validators=[fonts.font_name],
            strip=True,
            error_messages={"max_length": f"字体名称最多 {fonts.LONGEST_NAME} 个字。"},
        )
        chosen = forms.ChoiceField(choices=[(value, value) for value in choices], required=False)
        super().__init__(
            (chosen, name),
            require_all_fields=False,
            required=False,
            widget=FontWidget(usual, blank),
            **kwargs,
        )
        self.may_be_blank = bool(blank)

    def compress(self, values: Sequence[str]) -> str:
        chosen, name = values if values else ("", "")
        font = name if chosen == OTHER else chosen
        if not font and (chosen == OTHER or not self.may_be_blank):
            raise forms.ValidationError("请选一种字体；列表里没有的，选“其他”并填写它的名称。")
        return font


class LayoutProfileForm(forms.ModelForm):
    """The choices of a bureau; `house` is what they amount to, saved or not."""

    only_shows = False

    class Meta:
        model = LayoutProfile
        fields = [
            "line_pitch",
            "page_number",
            "page_number_dashes",
            "is_mirrored",
            "bold_levels",
            "dot",
            "lead_words",
            "sign_off",
            "title_font",
            "title_fallback",
            "body_font",
            "body_fallback",
            "hei_font",
            "hei_fallback",
            "kai_font",
            "kai_fallback",
            "latin_font",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            family, _, part = name.rpartition("_")
            if part in {"font", "fallback"}:
                self.fields[name] = self._font_field(name, USUAL_FONTS[family])

    def _font_field(self, name: str, usual: Sequence[str]) -> FontField:
        stored = LayoutProfile._meta.get_field(name)
        return FontField(
            usual,
            blank="与正文相同（标准）" if name == "latin_font" else "",
            label=stored.verbose_name,
            help_text=stored.help_text,
            initial=stored.default,
        )

    def is_valid(self) -> bool:
        """What was sent only to be looked at is never saved."""
        return super().is_valid() and not self.only_shows

    def house(self) -> House:
        """Of the choices as they stand in the form, once they are sound."""
        return self.instance.house


HouseForm = LayoutProfileForm
"""The same for who only reads choices, such as the sample as a file."""
