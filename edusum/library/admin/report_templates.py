from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from edusum.library import services
from edusum.library.admin.base import LibraryAdmin, template_trail, workshop
from edusum.library.forms import TemplateForm
from edusum.library.models import ReportTemplate
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action


class TemplateList(ChangeList):
    """The templates that the user may open."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet:
        self.root_queryset = self.root_queryset.open_to(request.user, Action.EDIT_LIBRARY)
        return super().get_queryset(request, *args, **kwargs)


@admin.register(ReportTemplate)
class ReportTemplateAdmin(LibraryAdmin):
    form = TemplateForm
    list_display = ("name", "genre", "owner_name", "version_links")
    list_filter = ("genre",)
    search_fields = ("name", "code", "source")
    search_help_text = "按名称、代码或来源查找"

    def trail(self, obj: ReportTemplate | None) -> list[tuple[str, str]]:
        return template_trail(obj)

    def owner(self, obj: ReportTemplate) -> Bureau | None:
        return obj.bureau

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("bureau").prefetch_related("versions")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TemplateList

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # type: ignore[attr-defined]  # a class of its own for this request
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ("code", "owner_name", "version_links", "derived_link") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        owner = ("owner_name",) if obj else ("bureau",)
        derived = ("derived_link",) if obj and obj.derived_from else ()
        versions = ("version_links", *derived) if obj else ()
        return ("name", *versions, "genre", *owner, "description", "source", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not any(
            version.is_frozen for version in obj.versions.all()
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        versions = [
            f"{version}（{version.sections.count()} 个章节）"
            for obj in objs
            for version in obj.versions.all()
        ]
        return [f"报告模板：{obj}" for obj in objs] + versions, {}, set(), []

    def save_model(self, request: HttpRequest, obj: ReportTemplate, form: ModelForm, change: bool) -> None:
        if change:
            services.update_template(template=obj, actor=request.user)
        else:
            services.create_template(template=obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: ReportTemplate) -> None:
        services.delete_template(template=obj, actor=request.user)

    def response_add(
        self, request: HttpRequest, obj: ReportTemplate, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, f"已新建模板“{obj}”，现在可以添加章节。")
        return redirect(workshop(obj.versions.get().pk))

    @admin.display(description="专用单位")
    def owner_name(self, obj: ReportTemplate) -> str:
        return str(obj.bureau) if obj.bureau else "共用"

    @admin.display(description="派生自")
    def derived_link(self, obj: ReportTemplate) -> SafeString:
        address = reverse("library:template_deviations", args=[obj.pk])
        return format_html('{}（共用） <a href="{}">与共用模板的不同</a>', obj.derived_from, address)

    @admin.display(description="版本")
    def version_links(self, obj: ReportTemplate) -> SafeString:
        links = SafeString("")
        for version in obj.versions.all():
            links += format_html(
                '<a class="version-link" href="{}">第{}版 <span class="state state-{}">{}</span></a> ',
                workshop(version.pk),
                version.number,
                version.state,
                version.get_state_display(),
            )
        return links
