from edusum.intake.forms.paper import AboutForm, FigureAddForm, FigureForm, HeadingAddForm, HeadingForm
from edusum.intake.forms.papers import PaperFilterForm
from edusum.intake.forms.summary import TemplateForm, YearForm

__all__ = [
    "AboutForm",
    "FigureAddForm",
    "FigureForm",
    "HeadingAddForm",
    "HeadingForm",
    "PaperFilterForm",
    "TemplateForm",
    "YearForm",
]
