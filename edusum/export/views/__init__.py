from edusum.export.views.annotated import annotated_draft, annotated_paper
from edusum.export.views.batches import (
    batch_delete,
    batch_detail,
    batch_download,
    batch_resume,
    batch_start,
)
from edusum.export.views.papers import draft_export, draft_text
from edusum.export.views.records import export_download
from edusum.export.views.redline import draft_redline
from edusum.export.views.samples import layout_sample

__all__ = [
    "annotated_draft",
    "annotated_paper",
    "batch_delete",
    "batch_detail",
    "batch_download",
    "batch_resume",
    "batch_start",
    "draft_export",
    "draft_redline",
    "draft_text",
    "export_download",
    "layout_sample",
]
