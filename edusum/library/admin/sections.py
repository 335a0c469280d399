import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm, Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment, row_number
from edusum.library import services
from edusum.library.access import REFUSED, known_departments
from edusum.library.admin.base import HiddenAdmin, version_trail, workshop
from edusum.library.admin.tree import tree_context
from edusum.library.contents import marks_of
from edusum.library.errors import VersionFrozenError
from edusum.library.forms import PhraseForm, PhraseFormSet, SectionForm, TableRowForm, TableRowFormSet
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion
from edusum.library.moving import DIRECTIONS, place_section, step_section
from edusum.library.placing import heading_on_paper
from edusum.library.previews import preview
from edusum.library.revisions import recording
from edusum.library.voices import metric_synonyms, voice_choices, voice_of
from edusum.orgs.admin_parts import OwnWordsPart
from edusum.orgs.models import Bureau


class SectionPartInline(admin.TabularInline):
    """A part of a section: who may change the section may change it."""

    extra = 1
    add_text, delete_text = "", ""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        section_admin = self.admin_site.get_model_admin(Section)
        return obj is None or obj.pk is None or section_admin.has_change_permission(request, obj)


class PhraseInline(SectionPartInline):
    model, form, formset = Phrase, PhraseForm, PhraseFormSet
    add_text, delete_text = "添加一句措辞", "去掉这一句"
    template = "admin/library/section/_phrases.html"
    fields = ("starts_paragraph", "form", "position", "text")


class TableRowInline(SectionPartInline):
    model, form, formset = TableRow, TableRowForm, TableRowFormSet
    add_text, delete_text = "添加一行指标", "去掉这一行"
    verbose_name_plural = "指标表：列出下列指标的上年、本年和增减（留空则不设表）"
    fields = ("position", "metric")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("metric", "section")


@admin.register(Section)
class SectionAdmin(HiddenAdmin):
    form = SectionForm
    inlines = (PhraseInline, TableRowInline)
    fieldsets = (
        ("标题与层次", {"fields": ("heading", ("heading_form", "marker_style"), ("level", "parent"))}),
        (
            "写作要求",
            {"fields": ("guidance", ("department_name", "due_days"), ("suggested_min", "suggested_max"))},
        ),
        (
            "其他设置",
            {
                "classes": ("collapse",),
                "fields": (("is_optional", "is_added"), "table_caption", "source", "key"),
            },
        ),
    )

    class Media:
        js = (
            Script("js/phrase_editor.js", defer=True),
            Script("js/phrase_completion.js", defer=True),
            Script("js/phrase_order.js", defer=True),
        )

    def trail(self, obj: Section | None) -> list[tuple[str, str]]:
        if obj is None or obj.pk is None:
            return []
        address = reverse("admin:library_section_change", args=[obj.pk])
        return [*version_trail(obj.version), (str(obj), address)]

    def owner(self, obj: Section) -> Bureau | None:
        return obj.version.report_template.bureau

    def is_frozen(self, obj: Section) -> bool:
        return obj.version.is_frozen

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("version__report_template__bureau", "parent")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.move))
        return [path("<int:section_id>/move/", view, name="library_section_move"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ("key",) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.version = obj.version if obj else self._version(request)  # type: ignore[attr-defined]
        form.only_shows = "show" in request.POST  # type: ignore[attr-defined]
        return form

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> list[Any]:
        parts = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return [OwnWordsPart.of(part) for part in parts]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with transaction.atomic(), self._one_revision(request, object_id):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def _one_revision(self, request: HttpRequest, object_id: str | None) -> AbstractContextManager[None]:
        """One save of the page is one revision of the version."""
        if request.method != "POST":
            return nullcontext()
        if object_id is None:
            return recording(self._version(request), request.user)
        section = self.get_object(request, object_id)
        return recording(section.version, request.user)

    def hold(self, pk: int | None) -> None:
        """Whoever writes to a section holds its version."""
        TemplateVersion.objects.select_for_update(of=("self",)).filter(sections=pk).first()

    def mark_of_all(self, obj: Section) -> str:
        return marks_of(obj.descendants(include_self=True))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        parent, after = self._neighbour(request, "parent"), self._neighbour(request, "after")
        if after:
            return {"parent": after.parent_id, "level": after.level, "heading_form": after.heading_form}
        return {"parent": parent.pk, "level": min(parent.level + 1, 4)} if parent else {}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if "version" not in request.GET:
            messages.info(request, "请先打开要修改的模板版本，再在那里添加章节。")
            return redirect("admin:library_reporttemplate_changelist")
        version = self._version(request)
        if not services.may_edit(request.user, version.report_template.bureau):
            raise PermissionDenied(REFUSED)
        if version.is_frozen and request.method != "POST":
            messages.error(request, VersionFrozenError(version).message)
            return redirect(workshop(version.pk))
        return super().add_view(request, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        section = self.get_object(request, object_id)
        response = super().delete_view(request, object_id, extra_context)
        gone = isinstance(response, HttpResponseRedirect) and response.url != request.get_full_path()
        return redirect(workshop(section.version_id)) if gone else response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        section = context.get("original")
        version = section.version if section else self._version(request)
        context |= {
            "version": version,
            "departments": known_departments(request.user, version.report_template.bureau),
            "is_frozen": bool(section and section.version.is_frozen),
            "may_edit": section is None or self._may_edit(request, section),
        }
        if section is None:
            context |= {"trail": version_trail(version), "here": "添加章节"}
        context |= _previewed(request, context["adminform"].form.instance, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Section, form: ModelForm, change: bool) -> None:
        if change:
            services.update_section(section=obj, actor=request.user)
        else:
            after = self._neighbour(request, "after")
            services.new_section(section=obj, after=after, actor=request.user)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[Any], change: bool
    ) -> None:
        phrases, table = formsets
        services.save_phrases(section=form.instance, phrases=phrases.inputs(), actor=request.user)
        services.save_table(section=form.instance, metrics=table.metrics(), actor=request.user)

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: Any, add: bool = False
    ) -> Any:
        return super().construct_change_message(request, form, None, add)

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        services.delete_section(section=obj, actor=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        sections = [found for obj in objs for found in obj.descendants(include_self=True)]
        listed = [f"章节“{section}”（{section.phrases.count()} 句措辞）" for section in sections]
        return listed, {"章节": len(sections)}, set(), []

    def response_post_save_add(self, request: HttpRequest, obj: Section) -> HttpResponse:
        return redirect(workshop(obj.version_id))

    def response_post_save_change(self, request: HttpRequest, obj: Section) -> HttpResponse:
        return redirect(workshop(obj.version_id))

    def move(self, request: HttpRequest, section_id: int) -> HttpResponse:
        """One step among its neighbours, or to where it was dragged; answered with the tree as it stands."""
        section = get_object_or_404(self.get_queryset(request), pk=section_id)
        told = refusal = ""
        try:
            told = _moved(section, request.POST, request.user)
        except EdusumError as error:
            refusal = error.message
        if is_fragment(request):
            context = tree_context(section.version, request.user) | {"told": told, "refusal": refusal}
            page = "admin/library/templateversion/_sections.html"
            return render(request, page, context, status=409 if refusal else 200)
        messages.add_message(request, messages.ERROR if refusal else messages.SUCCESS, refusal or told)
        return redirect(workshop(section.version_id, section.pk))

    def _version(self, request: HttpRequest) -> TemplateVersion:
        number = row_number(request.GET.get("version"))
        if number is None:
            raise Http404
        versions = TemplateVersion.objects.visible_to(request.user).select_related("report_template__bureau")
        return get_object_or_404(versions, pk=number)

    def _neighbour(self, request: HttpRequest, name: str) -> Section | None:
        """The section named in the address, as far as it stands in the version named there."""
        number = row_number(request.GET.get(name))
        return self._version(request).sections.filter(pk=number).first() if number else None


def _previewed(request: HttpRequest, section: Section, parts: Sequence[OwnWordsPart]) -> dict[str, Any]:
    """What the phrases on the page say; each row of the page is given its own."""
    phrases = parts[0].formset
    chosen = request.POST.get("voice", ""), request.POST.get("length", "full")
    voice = voice_of(request.user, chosen[0], section.version.report_template.genre)
    found = preview(phrases.typed(), voice, form=chosen[1], synonyms=metric_synonyms())
    told = found.by_row()
    for number, form in enumerate(phrases.forms):
        form.told = told.get(number)
        form.is_spare = bool(section.pk) and not phrases.is_bound and not form.instance.pk
    return {
        "preview": found,
        "paper": found.on_paper(heading_on_paper(section, voice.texts)),
        "voices": voice_choices(request.user),
        "voice": chosen[0],
        "length": chosen[1],
    }


def _moved(section: Section, sent: Mapping[str, str], actor: User) -> str:
    direction = sent.get("direction", "")
    if direction in DIRECTIONS:
        return step_section(section=section, direction=direction, actor=actor)
    parent, index = sent.get("parent", ""), sent.get("index", "")
    if not re.fullmatch(r"\d{0,9}", parent) or not re.fullmatch(r"\d{1,4}", index):
        raise Http404
    above = get_object_or_404(section.version.sections, pk=parent) if parent else None
    return place_section(section=section, parent=above, index=int(index), actor=actor)
