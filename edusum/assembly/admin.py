"""版式设置 in Django's admin: one page per bureau, with a paper that shows what is chosen."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from edusum.assembly.forms import LayoutProfileForm
from edusum.assembly.models import LayoutProfile
from edusum.assembly.profiles import profile_of, reset_profile, save_profile
from edusum.assembly.sample import sample_document
from edusum.common.http import row_number
from edusum.document.house import STANDARD_HOUSE
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_refusals import ToldInPlace
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action, require

PLACES = (
    ("title", "标题"),
    ("heading", "层次"),
    ("lead", "领起语"),
    ("table", "表"),
    ("signed", "落款"),
    ("number", "页码"),
)
"""What static/js/layout_sample.js finds in the sample, and what it is called."""


@admin.register(LayoutProfile)
class LayoutProfileAdmin(ToldInPlace, RoleTableAdmin):
    """The id of a page is the bureau's: every bureau has its page, also one that keeps to the standard."""

    form = LayoutProfileForm
    fieldsets = (
        ("行距与页码", {"fields": ("line_pitch", "page_number", "page_number_dashes", "is_mirrored")}),
        ("标题、领起语和落款", {"fields": ("bold_levels", "dot", "lead_words", "sign_off")}),
        (
            "字体",
            {
                "fields": (
                    ("title_font", "title_fallback"),
                    ("body_font", "body_fallback"),
                    ("hei_font", "hei_fallback"),
                    ("kai_font", "kai_fallback"),
                    "latin_font",
                )
            },
        ),
    )

    def trail(self, obj: LayoutProfile | None) -> list[tuple[str, str]]:
        root = [("系统", reverse("orgs:account_list"))]
        return [*root, ("版式", _address(obj.bureau))] if obj else root

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return LayoutProfile.objects.visible_to(request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return profile_of(_managed_one(request.user, row_number(object_id)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:bureau_id>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"assembly_layoutprofile_{name}",
            )
            for name, view in (("sample", self.sample), ("reset", self.reset))
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is no list: the way leads to the bureau one manages."""
        bureau = _managed(request.user).first()
        if bureau is None:
            raise Http404
        return redirect(_address(bureau))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.only_shows = "show" in request.POST  # type: ignore[attr-defined]  # a class for this request
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        profile: LayoutProfile = context["original"]
        others = _managed(request.user).exclude(pk=profile.bureau_id)
        context |= _sample_context(context["adminform"].form, profile.bureau)
        context |= {
            "bureau": profile.bureau,
            "is_standard": profile._state.adding or profile.house == STANDARD_HOUSE,
            "other_bureaus": [(other, _address(other)) for other in others],
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: LayoutProfile, form: ModelForm, change: bool) -> None:
        save_profile(profile=obj, actor=request.user)

    def response_change(self, request: HttpRequest, obj: LayoutProfile) -> HttpResponse:
        messages.success(request, f"{obj.bureau}的版式已保存，以后的纸样和导出的文件都照它排。")
        return redirect(_address(obj.bureau))

    def sample(self, request: HttpRequest, bureau_id: int) -> HttpResponse:
        """The sample with the choices that are sent, as the page shows it; nothing is saved."""
        profile = self.get_object(request, str(bureau_id))
        form = self.get_form(request, profile, change=True)(request.POST, instance=profile)
        return render(request, "assembly/_profile_sample.html", _sample_context(form, profile.bureau))

    def reset(self, request: HttpRequest, bureau_id: int) -> HttpResponse:
        bureau = _managed_one(request.user, bureau_id)
        reset_profile(bureau=bureau, actor=request.user)
        messages.success(request, f"{bureau}的版式已恢复为标准版式。")
        return redirect(_address(bureau))


def _managed(user: Any) -> QuerySet[Bureau]:
    """The bureaus whose layout the user may choose."""
    held = user.memberships.filter(role__in=ALLOWED[Action.MANAGE_BUREAU])
    return Bureau.objects.filter(pk__in=held.values("bureau"))


def _managed_one(user: Any, pk: int | None) -> Bureau:
    """Another bureau is not there; one's own in which one does not manage is refused."""
    bureau = get_object_or_404(Bureau.objects.visible_to(user), pk=pk)
    require(user, Action.MANAGE_BUREAU, bureau=bureau)
    return bureau


def _address(bureau: Bureau) -> str:
    return reverse("admin:assembly_layoutprofile_change", args=[bureau.pk])


def _sample_context(form: LayoutProfileForm, bureau: Bureau) -> dict[str, Any]:
    """The sample paper with the choices of the form, or with the last sound ones if some are not."""
    is_sound = not form.is_bound or not form.errors
    house = form.house() if is_sound else profile_of(bureau).house
    sent = LayoutProfileForm(instance=form.instance) if is_sound else None
    return {
        "sample": sample_document(),
        "house": house,
        "bureau": bureau,
        "wrong": [] if is_sound else [str(form[name].label) for name in form.errors if name in form.fields],
        "choices": urlencode(_as_sent(sent)) if sent else "",
        "places": PLACES,
    }


def _as_sent(form: LayoutProfileForm) -> list[tuple[str, str]]:
    """What a browser would send for these choices."""
    sent: list[tuple[str, str]] = []
    for name in form.fields:
        value = form[name].value()
        widget = form.fields[name].widget
        if hasattr(widget, "decompress"):
            sent.extend((f"{name}_{part}", text) for part, text in enumerate(widget.decompress(value)))
        elif value is True:
            sent.append((name, "on"))
        elif value is not False:
            sent.append((name, str(value)))
    return sent
