from edusum.drafts.models.collecting import Notice, Presence
from edusum.drafts.models.drafting import (
    MAX_HEADING,
    MAX_SIGNATORY,
    MAX_TITLE,
    OWN_KEY,
    Draft,
    Revision,
    SectionText,
    VersionMove,
)
from edusum.drafts.models.exhibits import Attachment, Exhibit, ExhibitMetric
from edusum.drafts.models.formalities import NO_CONTENTS, Formalities

__all__ = [
    "MAX_HEADING",
    "MAX_SIGNATORY",
    "MAX_TITLE",
    "NO_CONTENTS",
    "OWN_KEY",
    "Attachment",
    "Draft",
    "Exhibit",
    "ExhibitMetric",
    "Formalities",
    "Notice",
    "Presence",
    "Revision",
    "SectionText",
    "VersionMove",
]
