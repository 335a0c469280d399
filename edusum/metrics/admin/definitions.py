from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from edusum.common.http import row_number
from edusum.metrics.admin.forms import MetricDefinitionForm
from edusum.metrics.admin.relation_forms import RelationForm, RelationFormSet
from edusum.metrics.definitions import KEPT, create_definition, delete_definition, hold, update_definition
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition, Relation
from edusum.metrics.relating import set_relations
from edusum.metrics.uses import is_used, use_counts, uses_of
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_parts import OwnWordsPart
from edusum.orgs.admin_refusals import ToldInPlace

STEP, SHOWN = 10, 10


class RelationInline(admin.TabularInline):
    """Who may change the metric may change its relations."""

    model, form, formset = Relation, RelationForm, RelationFormSet
    fields = ("kind", "others", "is_overlapping", "note")
    extra = 1
    add_text, delete_text = "添加一行关系", "去掉这一行"
    verbose_name = "关系"
    verbose_name_plural = (
        "与其他指标的关系（合计：等于所列各项之和；其中：是所列一项的一部分；"
        "比率：前一项除以后一项；比上年增减：所列一项比上年的变化）"
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class DomainFilter(admin.SimpleListFilter):
    """The domains that have metrics, in the order in which people read them."""

    title = "领域"
    parameter_name = "domain"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = set(MetricDefinition.objects.order_by().values_list("domain", flat=True).distinct())
        own = sorted(found - set(DOMAINS))
        return [(name, name) for name in (*DOMAINS, *own) if name in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(domain=self.value()) if self.value() else queryset


class MetricList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """The page's rows, each with how many places use it; one question for all of them."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = use_counts(self.result_list, request.user)
        for metric in self.result_list:
            metric.use_count = counts[metric.pk]


@admin.register(MetricDefinition)
class MetricDefinitionAdmin(ToldInPlace, RoleTableAdmin):
    """Metrics are shared by all bureaus: once anything uses one, its unit, kind and phrase name stay."""

    form = MetricDefinitionForm
    inlines = (RelationInline,)
    list_display = ("called", "unit", "kind", "domain", "aggregation", "used_in", "is_active")
    list_filter = (DomainFilter, "kind", "aggregation", "is_active")
    search_fields = ("name", "phrase_name", "code", "definition_note")
    search_help_text = "按名称、措辞用名、同义说法、代码或口径查找"
    list_per_page = 50
    fieldsets = (
        (
            None,
            {"fields": ("name", "phrase_name", "synonyms", "code", ("unit", "kind", "decimals"), "domain")},
        ),
        ("口径与核对", {"fields": ("definition_note", "better_when", ("minimum", "maximum"))}),
        ("汇总", {"fields": (("aggregation", "weight"),)}),
        ("样例与来源", {"fields": (("sample", "sample_previous"), "family", "source")}),
        ("列表", {"fields": (("position", "is_active"), "used_by")}),
    )

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Two who save the same metric come one after the other, so the second sees what the first saved."""
        with transaction.atomic():
            if request.method == "POST":
                hold(row_number(object_id))
            return super().changeform_view(request, object_id, *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return MetricList

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> list[Any]:
        parts = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return [OwnWordsPart.of(part) for part in parts]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        called = MetricDefinition.objects.called(search_term)
        return found | queryset.filter(pk__in=called), has_duplicates

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
            metric.uses = uses_of(metric, request.user)
        return metric

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        uses = [use for metric in objs for use in uses_of(metric, request.user)]
        return [f"指标：{metric}" for metric in objs], {"指标": len(objs)}, set(), uses

    def save_model(self, request: HttpRequest, obj: MetricDefinition, form: Any, change: bool) -> None:
        save = update_definition if change else create_definition
        save(definition=obj, actor=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Sequence[Any], change: bool) -> None:
        for relations in formsets:
            set_relations(metric=form.instance, relations=relations.inputs(), actor=request.user)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return super().construct_change_message(request, form, None, add)

    def delete_model(self, request: HttpRequest, obj: MetricDefinition) -> None:
        delete_definition(definition=obj, actor=request.user)

    @admin.display(description="指标名称", ordering="name")
    def called(self, obj: MetricDefinition) -> str:
        """The name, and below it the name in phrases where that is another one."""
        if obj.phrase_name == obj.name:
            return obj.name
        return format_html('{} <span class="other-name">{}</span>', obj.name, obj.phrase_name)

    @admin.display(description="用处")
    def used_in(self, obj: MetricDefinition) -> str:
        count = getattr(obj, "use_count", 0)
        address = reverse("library:metric_uses", args=[obj.pk])
        return format_html('<a href="{}">{} 处</a>', address, count) if count else "—"

    @admin.display(description="何处使用")
    def used_by(self, obj: MetricDefinition) -> str:
        uses = getattr(obj, "uses", ())
        rest = f"……共 {len(uses)} 处" if len(uses) > SHOWN else ""
        return "；".join(uses[:SHOWN]) + rest or "还没有使用"
