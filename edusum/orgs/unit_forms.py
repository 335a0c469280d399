from typing import Any

from django import forms

from edusum.common.forms import PageForm
from edusum.orgs.enums import BureauKind
from edusum.orgs.models import Bureau, plain_name
from edusum.orgs.units import places_for

BELOW = [(kind.value, kind.label) for kind in (BureauKind.SCHOOL, BureauKind.COUNTY, BureauKind.CITY)]


class PlaceForm(PageForm, forms.Form):
    """Where a unit stands; `bureau` is whose units these are."""

    above: forms.ModelChoiceField = forms.ModelChoiceField(
        label="上级单位", queryset=Bureau.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, bureau: Bureau, unit: Bureau | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_for(bureau, but=unit)
        field = self.fields["above"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = Bureau.objects.filter(pk__in=[place.pk for place in places])


class UnitForm(PlaceForm):
    full_name = forms.CharField(
        label="单位全称",
        max_length=60,
        validators=[plain_name],
        help_text="如“示例区第一小学”，不能与别的单位重名。",
    )
    short_name = forms.CharField(
        label="单位简称",
        max_length=30,
        validators=[plain_name],
        required=False,
        help_text="用于列表；不填就用全称。",
    )
    field_order = ["full_name", "short_name", "above"]

    def clean_short_name(self) -> str:
        return str(self.cleaned_data["short_name"] or self.cleaned_data.get("full_name", "")[:30])


class NewUnitForm(UnitForm):
    kind = forms.ChoiceField(label="层级", choices=BELOW)
    field_order = ["full_name", "short_name", "kind", "above"]


class UnitListForm(PlaceForm):
    kind = forms.ChoiceField(label="层级", choices=BELOW)
    text = forms.CharField(
        label="单位清单",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="一行一个单位，可以直接从 Excel 粘贴：第一列单位全称，第二列简称（可空），"
        "第三列上级单位全称（可空，空着就用上面选的）。带表头的，会按表头认列。",
    )
    field_order = ["kind", "above", "text"]
