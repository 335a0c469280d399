"""What people type into the library."""

from edusum.library.forms.parts import (
    PhraseForm,
    PhraseFormSet,
    TableRowForm,
    TableRowFormSet,
    typed_phrases,
)
from edusum.library.forms.sections import SectionForm, typed_section
from edusum.library.forms.settings import SettingsSheet
from edusum.library.forms.terms import TermForm
from edusum.library.forms.transfer import DeriveForm, ImportConfirmForm, ImportForm
from edusum.library.forms.versions import TemplateForm, VersionForm

__all__ = [
    "DeriveForm",
    "ImportConfirmForm",
    "ImportForm",
    "PhraseForm",
    "PhraseFormSet",
    "SectionForm",
    "SettingsSheet",
    "TableRowForm",
    "TableRowFormSet",
    "TemplateForm",
    "TermForm",
    "VersionForm",
    "typed_phrases",
    "typed_section",
]
