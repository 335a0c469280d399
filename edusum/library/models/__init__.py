from edusum.library.models.records import LoadedItem, Term, VersionRevision
from edusum.library.models.templates import (
    Phrase,
    PhraseMetric,
    ReportTemplate,
    Section,
    TableRow,
    TemplateVersion,
)

__all__ = [
    "LoadedItem",
    "Phrase",
    "PhraseMetric",
    "ReportTemplate",
    "Section",
    "TableRow",
    "TemplateVersion",
    "Term",
    "VersionRevision",
]
