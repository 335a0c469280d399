"""The pages of proofreading: everybody's papers, the bureau's drafts, what a bureau wants of the rules."""

from tests.access.page import MOVED, UNREADABLE, Page

DRAFT = {"kind": "drafts", "pk": "faulty.pk"}
FINDING = DRAFT | {"fingerprint": "finding.fingerprint"}
PAPER = {"kind": "papers", "pk": "checked_paper.pk"}
GONE = PAPER | {"fingerprint": "none"}
OWN = {"pk": "checked_paper.pk"}
SECTION = {"pk": "draft.pk", "section_pk": "section_text.pk"}
NAME = {"pk": "name_entry.pk"}
SETTLERS, GIVERS, SETTERS = "CHE", "HhE", "EM"
OWNER = {"allowed": "E", "refusal": 404}
"""A paper is known to whom it concerns alone."""
ASKED = {"kind": "papers", "pk": "asked_paper.pk"}
GIVEN = ASKED | {"fingerprint": "asked.fingerprint"}
ASKED_PK = {"pk": "asked_paper.pk"}
"""A paper of which everybody was asked something, and one department about one finding."""
PASTED = {"text": "各校开学平稳有序。"}
PROOFREADING_PAGES = [
    Page("proofreading:papers"),
    Page("proofreading:papers", method="post", answer=UNREADABLE),
    Page("proofreading:papers", method="post", sent={"text": "全文", "year": "12"}, answer=UNREADABLE),
    Page("proofreading:papers", method="post", sent=PASTED, answer=MOVED),
    Page("proofreading:desk", at=DRAFT),
    Page("proofreading:desk", at=PAPER, **OWNER),
    Page("proofreading:listing", at=DRAFT),
    Page("proofreading:listing", at=PAPER, **OWNER),
    Page("proofreading:counts", at=DRAFT),
    Page("proofreading:counts", at=PAPER, **OWNER),
    Page("proofreading:section_findings", at=SECTION),
    Page("proofreading:section_spots", at=SECTION, method="post", sent={"text": "开学，，平稳。"}),
    Page("proofreading:fix", SETTLERS, at=FINDING, method="post", answer=MOVED),
    Page("proofreading:fix", at=GONE, method="post", answer=MOVED, **OWNER),
    Page("proofreading:mend", SETTLERS, at=FINDING),
    Page("proofreading:mend", SETTLERS, at=FINDING, method="post", answer=UNREADABLE),
    Page("proofreading:mend", at=GONE, answer=MOVED, **OWNER),
    Page("proofreading:waive", SETTLERS, at=FINDING),
    Page("proofreading:waive", SETTLERS, at=FINDING, method="post", answer=UNREADABLE),
    Page("proofreading:waive", SETTLERS, at=FINDING, method="post", sent={"reason": "引文"}, answer=MOVED),
    Page("proofreading:waive", at=GONE, answer=MOVED, **OWNER),
    Page("proofreading:resume", SETTLERS, at=FINDING, method="post", answer=MOVED),
    Page("proofreading:resume", at=GONE, method="post", answer=MOVED, **OWNER),
    Page("proofreading:give", GIVERS, at=FINDING),
    Page("proofreading:give", GIVERS, at=FINDING, method="post", sent={"to": "d0"}, answer=UNREADABLE),
    Page("proofreading:give", at=GONE, answer=MOVED, **OWNER),
    Page("proofreading:paper_year", at=OWN, method="post", sent={"year": "2024"}, answer=MOVED, **OWNER),
    Page("proofreading:paper_undo", at=OWN, method="post", answer=MOVED, **OWNER),
    Page("proofreading:paper_delete", at=OWN, method="post", answer=MOVED, **OWNER),
    Page("proofreading:desk", at=ASKED),
    Page("proofreading:listing", at=ASKED),
    Page("proofreading:fix", SETTLERS, at=GIVEN, method="post", answer=MOVED),
    Page("proofreading:mend", SETTLERS, at=GIVEN),
    Page("proofreading:waive", "E", at=GIVEN, method="post", sent={"reason": "引文"}, answer=MOVED),
    Page("proofreading:resume", "E", at=GIVEN, method="post", answer=MOVED),
    Page("proofreading:give", "E", at=GIVEN),
    Page("proofreading:paper_year", "E", at=ASKED_PK, method="post", sent={"year": "2024"}, answer=MOVED),
    Page("proofreading:paper_undo", "E", at=ASKED_PK, method="post", answer=MOVED),
    Page("proofreading:paper_delete", "E", at=ASKED_PK, method="post", answer=MOVED),
    Page("proofreading:rules"),
    Page("proofreading:rules", SETTERS, method="post", answer=MOVED),
    Page("proofreading:names"),
    Page("proofreading:names", SETTERS, method="post", answer=UNREADABLE),
    Page(
        "proofreading:names", SETTERS, method="post", sent={"kind": "place", "name": "西城街道"}, answer=MOVED
    ),
    Page("proofreading:names_paste", SETTERS, method="post", answer=UNREADABLE),
    Page(
        "proofreading:names_paste",
        SETTERS,
        method="post",
        sent={"kind": "school", "text": "示例小学"},
        answer=MOVED,
    ),
    Page("proofreading:name_edit", SETTERS, at=NAME),
    Page("proofreading:name_edit", SETTERS, at=NAME, method="post", answer=UNREADABLE),
    Page("proofreading:name_former", SETTERS, at=NAME, method="post", answer=MOVED),
    Page("proofreading:name_delete", SETTERS, at=NAME, method="post", answer=MOVED),
]
