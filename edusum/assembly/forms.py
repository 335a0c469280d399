from django import forms

from edusum.common.forms import PageForm
from edusum.common.years import FIRST_YEAR, LAST_YEAR


class PaperSourceForm(PageForm, forms.Form):
    """Whose figures of which year a template is shown with."""

    year = forms.IntegerField(
        label="用哪一年的数值",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="留空用样例数值。",
    )
