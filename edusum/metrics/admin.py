from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest

from edusum.metrics.definitions import (
    KEPT,
    create_definition,
    delete_definition,
    is_used,
    update_definition,
    value_problems,
)
from edusum.metrics.models import MetricDefinition
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_refusals import ToldInPlace

STEP = 10


class MetricDefinitionForm(forms.ModelForm):
    class Meta:
        model = MetricDefinition
        exclude = ()  # noqa: DJ006 -- the admin lists the fields
        widgets = {"definition_note": forms.Textarea(attrs={"rows": 3, "class": "wide-text"})}

    def _post_clean(self) -> None:
        """The row has its new values only now: what is stored is compared with them."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook for what a model has to say
        if self.instance.pk and not self.errors:
            for name, problem in value_problems(self.instance).items():
                self.add_error(name, ValidationError(problem))


@admin.register(MetricDefinition)
class MetricDefinitionAdmin(ToldInPlace, RoleTableAdmin):
    """Metrics are shared by all bureaus: once anything uses one, its unit, kind and phrase name stay."""

    form = MetricDefinitionForm
    list_display = ("name", "phrase_name", "unit", "kind", "domain", "decimals", "is_active")
    list_filter = ("domain", "kind", "is_active")
    search_fields = ("name", "phrase_name", "code", "definition_note")
    search_help_text = "按名称、措辞用名、代码或口径查找"
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("name", "phrase_name", "code", ("unit", "kind", "decimals"), "domain")}),
        ("口径与核对", {"fields": ("definition_note", "better_when", ("minimum", "maximum"))}),
        ("列表", {"fields": (("position", "is_active"), "used_by")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: MetricDefinition | None = None) -> Sequence[str]:
        if obj is None:
            return ("used_by",)
        return ("code", *(KEPT if is_used(obj) else ()), "used_by")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = MetricDefinition.objects.aggregate(last=Max("position"))["last"]
        return {"position": (last or 0) + STEP, **super().get_changeform_initial_data(request)}

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> MetricDefinition | None:
        metric = super().get_object(request, object_id, from_field)
        if metric is not None:
            metric.uses = _uses(metric, request.user)
        return metric

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        uses = [use for metric in objs for use in _uses(metric, request.user)]
        return [f"指标：{metric}" for metric in objs], {"指标": len(objs)}, set(), uses

    def save_model(self, request: HttpRequest, obj: MetricDefinition, form: Any, change: bool) -> None:
        save = update_definition if change else create_definition
        save(definition=obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: MetricDefinition) -> None:
        delete_definition(definition=obj, actor=request.user)

    @admin.display(description="何处使用")
    def used_by(self, obj: MetricDefinition) -> str:
        return "、".join(getattr(obj, "uses", ())) or "还没有使用"


def _uses(metric: MetricDefinition, user: Any) -> list[str]:
    """What keeps the metric from being deleted; private templates of other bureaus are counted, not named."""
    version = "section__version"
    columns = [f"{version}__report_template__{name}" for name in ("name", "bureau")] + [f"{version}__number"]
    found = {
        *metric.phrase_uses.values_list(*(f"phrase__{column}" for column in columns)),
        *metric.table_uses.values_list(*columns),
    }
    seen = {None, *user.memberships.values_list("bureau", flat=True)}
    named = [f"{name} 第{number}版" for name, bureau, number in sorted(found, key=str) if bureau in seen]
    hidden = len({name for name, bureau, _ in found if bureau not in seen})
    values = metric.values.count()
    return [
        *named,
        *([f"其他单位的 {hidden} 个专用模板"] if hidden else []),
        *([f"已填报的 {values} 个数值"] if values else []),
    ]
