from edusum.intake.views.batches import batch, batch_resume
from edusum.intake.views.paper import (
    heading,
    heading_add,
    paper,
    paper_about,
    paper_again,
    paper_progress,
    paper_simplify,
    paper_split,
    quantity,
    quantity_add,
)
from edusum.intake.views.papers import paper_delete, paper_file, papers
from edusum.intake.views.returned import (
    returned_change,
    returned_decide,
    returned_file,
    returned_paper,
    returned_papers,
)
from edusum.intake.views.summary import summary
from edusum.intake.views.template import template
from edusum.intake.views.word import word

__all__ = [
    "batch",
    "batch_resume",
    "heading",
    "heading_add",
    "paper",
    "paper_about",
    "paper_again",
    "paper_delete",
    "paper_file",
    "paper_progress",
    "paper_simplify",
    "paper_split",
    "papers",
    "quantity",
    "quantity_add",
    "returned_change",
    "returned_decide",
    "returned_file",
    "returned_paper",
    "returned_papers",
    "summary",
    "template",
    "word",
]
