"""A name that is right for some years only."""

from django import forms

from edusum.library.models import Term
from edusum.library.terms import overlap_problem


class TermForm(forms.ModelForm):
    class Meta:
        model = Term
        fields = ["name", "series", "first_year", "last_year", "note"]
        widgets = {"note": forms.TextInput(attrs={"class": "wide-text"})}

    def _post_clean(self) -> None:
        """The row has its new values only now."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook for what a model has to say
        problem = "" if self.errors else overlap_problem(self.instance)
        if problem:
            self.add_error("first_year", problem)
