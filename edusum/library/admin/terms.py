from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from edusum.library.forms import TermForm
from edusum.library.models import Term
from edusum.library.terms import delete_term, save_term
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_refusals import ToldInPlace


@admin.register(Term)
class TermAdmin(ToldInPlace, RoleTableAdmin):
    """Names that are right for some years only; shared by all bureaus."""

    form = TermForm
    list_display = ("name", "series", "first_year", "last_year", "note")
    list_filter = ("series",)
    search_fields = ("name", "series", "note")
    search_help_text = "按用语、系列或说明查找"
    list_per_page = 50
    fields = ("name", "series", ("first_year", "last_year"), "note")

    def save_model(self, request: HttpRequest, obj: Term, form: ModelForm, change: bool) -> None:
        save_term(term=obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        delete_term(term=obj, actor=request.user)
