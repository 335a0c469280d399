"""What the admin says when it refuses: how many places are to be mended, and where the first of them is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString

from edusum.common.errors import EdusumError
from edusum.common.words import polite


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place to mend: what it is called, and the id it has on the page ("" if it has none)."""

    label: str
    anchor: str


class ToldInPlace(admin.ModelAdmin):
    """Refusals of services and mistakes in forms are told where they came from, in this site's words."""

    def trail(self, obj: Any) -> list[tuple[str, str]]:
        """The way to the object, itself included, or (None) to the list of them: labels with addresses."""
        site, name = self.admin_site.name, f"{self.opts.app_label}_{self.opts.model_name}"
        way = [(str(self.opts.verbose_name_plural), reverse(f"{site}:{name}_changelist"))]
        return [*way, (str(obj), reverse(f"{site}:{name}_change", args=[obj.pk]))] if obj else way

    def _way(self, obj: Any, title: str) -> dict[str, Any]:
        if obj is None:
            return {"trail": self.trail(None), "here": title}
        *way, (here, _) = self.trail(obj)
        return {"trail": way, "here": here}

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        spoken = polite(str(message))
        is_markup = isinstance(message, SafeString)
        super().message_user(request, SafeString(spoken) if is_markup else spoken, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        trail = self.trail(context["object"])
        context |= {
            "title": polite(str(context["title"])),
            "trail": trail,
            "here": "删除",
            "back": trail[-1][1],
        }
        return super().render_delete_form(request, context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except EdusumError as error:
            return _told(request, error)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except EdusumError as error:
            return _told(request, error)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        parts = [part.formset for part in context["inline_admin_formsets"]]
        context |= {
            "title": polite(str(context["title"])),
            "mistakes": list(mistakes(context["adminform"].form, parts)),
            "refused": bool(context["errors"]),
            **({} if "trail" in context else self._way(context["original"], str(context["title"]))),
            "errors": (),  # Django's own line says neither how many nor where
        }
        return super().render_change_form(request, context, *args, **kwargs)


def mistakes(form: BaseForm, formsets: Sequence[Any]) -> Iterator[Mistake]:
    """The fields with errors, in the order of the page; then the rows of the parts below."""
    yield from (_mistake(form, name) for name in form.fields if name in form.errors)
    for formset in formsets:
        for number, row in enumerate(formset.forms, 1):
            called = getattr(row, "place", f"第 {number} 行")
            yield from (_mistake(row, name, called) for name in row.fields if name in row.errors)


def _mistake(form: BaseForm, name: str, called: str = "") -> Mistake:
    label = str(form[name].label)
    return Mistake(label=f"{called}{label}", anchor=form[name].id_for_label)


def _told(request: HttpRequest, error: EdusumError) -> HttpResponse:
    messages.error(request, error.message)
    return HttpResponseRedirect(request.get_full_path())
