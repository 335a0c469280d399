from edusum.intake.forms.paper import AboutForm, FigureForm, HeadingAddForm, HeadingForm
from edusum.intake.forms.papers import PaperFilterForm
from edusum.intake.forms.summary import TemplateForm, YearForm

__all__ = [
    "AboutForm",
    "FigureForm",
    "HeadingAddForm",
    "HeadingForm",
    "PaperFilterForm",
    "TemplateForm",
    "YearForm",
]
