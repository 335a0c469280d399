from edusum.proofreading.views.desk import counts, desk, listing, section_findings
from edusum.proofreading.views.live import section_spots
from edusum.proofreading.views.names import name_delete, name_edit, name_former, names, names_paste
from edusum.proofreading.views.papers import paper_delete, paper_undo, paper_year, papers
from edusum.proofreading.views.rules import rules
from edusum.proofreading.views.settling import fix, give, mend, resume, waive

__all__ = [
    "counts",
    "desk",
    "fix",
    "give",
    "listing",
    "mend",
    "name_delete",
    "name_edit",
    "name_former",
    "names",
    "names_paste",
    "paper_delete",
    "paper_undo",
    "paper_year",
    "papers",
    "resume",
    "rules",
    "section_findings",
    "section_spots",
    "waive",
]
