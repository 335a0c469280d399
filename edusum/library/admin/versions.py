from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm, Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.library import services
from edusum.library.admin.base import HiddenAdmin, version_trail, workshop
from edusum.library.admin.tools import tools_context
from edusum.library.admin.tree import tree_context
from edusum.library.errors import EditingVersionExistsError, PhraseErrors
from edusum.library.forms import VersionForm
from edusum.library.models import TemplateVersion
from edusum.library.portable import template_file
from edusum.orgs.models import Bureau


@admin.register(TemplateVersion)
class TemplateVersionAdmin(HiddenAdmin):
    form = VersionForm
    fields = ("title", "salutation", "has_sign_off", "due_days", "note")

    class Media:
        js = (
            Script("vendor/sortablejs/Sortable.min.js", defer=True),
            Script("js/section_tree.js", defer=True),
        )

    def trail(self, obj: TemplateVersion | None) -> list[tuple[str, str]]:
        return version_trail(obj) if obj else []

    def owner(self, obj: TemplateVersion) -> Bureau | None:
        return obj.report_template.bureau

    def is_frozen(self, obj: TemplateVersion) -> bool:
        return obj.is_frozen

    def mark_of_all(self, obj: TemplateVersion) -> str:
        return template_file(obj).digest

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "report_template__bureau", "report_template__derived_from__report_template", "published_by"
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj.report_template.versions.count() > 1

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        return [f"{obj}（{obj.sections.count()} 个章节）" for obj in objs], {}, set(), []

    def get_urls(self) -> list[URLPattern]:
        steps = [("publish", self.publish), ("retire", self.retire), ("copy", self.copy)]
        own = [
            path(
                f"<int:version_id>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"library_templateversion_{name}",
            )
            for name, view in steps
        ]
        return own + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        version = context["original"]
        context |= tree_context(version, request.user) | tools_context(version, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: TemplateVersion, form: ModelForm, change: bool) -> None:
        services.update_version(version=obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: TemplateVersion) -> None:
        services.delete_version(version=obj, actor=request.user)

    def response_post_save_change(self, request: HttpRequest, obj: TemplateVersion) -> HttpResponse:
        return redirect(workshop(obj.pk))

    def publish(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = self._version(request, version_id)
        try:
            services.publish_version(version=version, actor=request.user)
            messages.success(request, f"“{version}”已发布，以后新建的初稿使用这一版。")
        except PhraseErrors:
            messages.error(request, "还有措辞错误，没有发布；请先改好下面列出的问题。")
        except EdusumError as error:
            messages.error(request, error.message)
        return redirect(workshop(version_id))

    def retire(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = self._version(request, version_id)
        try:
            services.retire_version(version=version, actor=request.user)
            messages.success(request, f"“{version}”已停用，不能再用它新建初稿。")
        except EdusumError as error:
            messages.error(request, error.message)
        return redirect(workshop(version_id))

    def copy(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = self._version(request, version_id)
        try:
            copy = services.copy_version(version=version, actor=request.user)
        except EditingVersionExistsError as error:
            link = format_html('<a href="{}">打开它</a>', workshop(error.version.pk))
            messages.error(request, format_html("{}{}。", error.message, link))
            return redirect(workshop(version_id))
        messages.success(request, f"已复制为“{copy}”，可以修改了。")
        return redirect(workshop(copy.pk))

    def _version(self, request: HttpRequest, version_id: int) -> TemplateVersion:
        return get_object_or_404(self.get_queryset(request), pk=version_id)
