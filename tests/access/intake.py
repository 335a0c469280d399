"""The pages of those who take old papers in."""

from tests.access.page import MOVED, UNREADABLE, Page

PAPER = {"pk": "source_document.pk"}
HEADING = PAPER | {"heading_pk": "found_heading.pk"}
QUANTITY = PAPER | {"quantity_pk": "found_quantity.pk"}
IN_BATCH = {"pk": "intake_batch.pk"}
DRAFT = {"pk": "draft.pk"}
RETURNED = {"pk": "returned_change.paper_id"}
ONE_CHANGE = RETURNED | {"change_pk": "returned_change.pk"}
INTAKE_PAGES = [
    Page("intake:papers", "EM"),
    Page("intake:papers", "EM", method="post", answer=UNREADABLE),
    Page("intake:papers", "EM", method="post", sent={"text": "一、教育总结"}, answer=MOVED),
    Page("intake:paper", "EM", at=PAPER),
    Page("intake:paper_progress", "EM", at=PAPER, answer=MOVED),
    Page("intake:paper_again", "EM", at=PAPER, method="post", answer=MOVED),
    Page("intake:paper_about", "EM", at=PAPER, method="post", answer=UNREADABLE),
    Page("intake:paper_split", "EM", at=PAPER, method="post", answer=MOVED),
    Page("intake:paper_simplify", "EM", at=PAPER, method="post", answer=MOVED),
    Page("intake:paper_delete", "EM", at=PAPER, method="post", answer=MOVED),
    Page("intake:paper_file", "EM", at=PAPER, answer=MOVED),
    Page("intake:heading_add", "EM", at=PAPER, method="post", answer=UNREADABLE),
    Page("intake:heading", "EM", at=HEADING),
    Page("intake:heading", "EM", at=HEADING, method="post", answer=UNREADABLE),
    Page("intake:heading", "EM", at=HEADING, method="post", sent={"do": "toggle"}, answer=MOVED),
    Page("intake:quantity_add", "EM", at=PAPER, method="post", answer=UNREADABLE),
    Page("intake:quantity", "EM", at=QUANTITY),
    Page("intake:quantity", "EM", at=QUANTITY, method="post", sent={"label": ""}, answer=UNREADABLE),
    Page("intake:quantity", "EM", at=QUANTITY, method="post", sent={"do": "toggle"}, answer=MOVED),
    Page("intake:quantity", "EM", at=QUANTITY, method="post", sent={"metric": ""}, answer=MOVED),
    Page("intake:template", "M", at=PAPER),
    Page("intake:template", "M", at=PAPER, method="post", answer=UNREADABLE),
    Page("intake:word", "EM", at=PAPER),
    Page("intake:word", "EM", at=PAPER, method="post", answer=UNREADABLE),
    Page("intake:summary", "E", at=PAPER),
    Page("intake:summary", "E", at=PAPER, method="post", sent={"do": "back"}),
    Page("intake:summary", "E", at=PAPER, method="post", sent={"do": "take"}, answer=UNREADABLE),
    Page("intake:batch", "EM", at=IN_BATCH),
    Page("intake:batch_resume", "EM", at=IN_BATCH, method="post", answer=MOVED),
    Page("intake:returned_papers", "EM", at=DRAFT),
    Page("intake:returned_papers", "EM", at=DRAFT, method="post", answer=UNREADABLE),
    Page("intake:returned_paper", "EM", at=RETURNED),
    Page("intake:returned_decide", "EM", at=RETURNED, method="post", sent={"do": "refuse"}, answer=MOVED),
    Page("intake:returned_file", "EM", at=RETURNED, answer=MOVED),
    Page("intake:returned_change", "EM", at=ONE_CHANGE, method="post", sent={"do": "refuse"}, answer=MOVED),
]
