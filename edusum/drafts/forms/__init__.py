from edusum.drafts.forms.drafting import DraftStartForm, SectionChoiceForm, SectionForm, StepForm
from edusum.drafts.forms.exhibits import AttachmentForm, ExhibitForm
from edusum.drafts.forms.formalities import FormalitiesForm

__all__ = [
    "AttachmentForm",
    "DraftStartForm",
    "ExhibitForm",
    "FormalitiesForm",
    "SectionChoiceForm",
    "SectionForm",
    "StepForm",
]
