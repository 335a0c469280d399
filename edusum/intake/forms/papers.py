from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from edusum.common.forms import PageForm
from edusum.intake.enums import ReadingState
from edusum.library.enums import Genre


class PaperFilterForm(PageForm, forms.Form):
    """What the list of old papers shows: by words, genre, year, state."""

    q = forms.CharField(label="名称含有", required=False, max_length=60)
    genre = forms.ChoiceField(label="文种", required=False)
    year = forms.ChoiceField(label="年度", required=False)
    state = forms.ChoiceField(label="情况", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].choices = [("", "全部文种"), *Genre.choices]
        self.fields["year"].choices = [("", "全部年度"), *((str(year), f"{year}年") for year in years)]
        self.fields["state"].choices = [("", "全部"), *ReadingState.choices]

    def chosen(self, papers: QuerySet) -> QuerySet:
        """What cannot be read as a choice leaves all in."""
        self.full_clean()
        asked = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        words = asked.pop("q", "").replace("\x00", "").strip()
        if words:
            papers = papers.filter(Q(title__icontains=words) | Q(name__icontains=words))
        return papers.filter(**asked)
