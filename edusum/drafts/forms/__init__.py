from edusum.drafts.forms.drafting import DraftStartForm, SectionChoiceForm, SectionForm, StepForm
from edusum.drafts.forms.exhibits import AttachmentForm, ExhibitForm
from edusum.drafts.forms.formalities import FormalitiesForm
from edusum.drafts.forms.outline import (
    PlaceForm,
    SectionAddForm,
    SectionOmitForm,
    SectionRenameForm,
    split_forms,
)

__all__ = [
    "AttachmentForm",
    "DraftStartForm",
    "ExhibitForm",
    "FormalitiesForm",
    "PlaceForm",
    "SectionAddForm",
    "SectionChoiceForm",
    "SectionForm",
    "SectionOmitForm",
    "SectionRenameForm",
    "StepForm",
    "split_forms",
]
