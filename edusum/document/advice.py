"""What a paper's layout will look like that its writer may not expect, in sentences for people."""

from collections.abc import Iterator

from edusum.document.model import Document, Table


def advice(document: Document) -> list[str]:
    """GB/T 9704—2012 wants text on the first page (7.3.3), and no sign-off on a page of its own (7.3.5.5)."""
    return list(_advice(document))


def _advice(document: Document) -> Iterator[str]:
    sections = list(document.walk())
    blocks = [block for section in sections for block in section.blocks]
    if blocks and isinstance(first := blocks[0], Table) and first.is_landscape:
        yield f"正文一开头就是横排的表“{first.caption}”，首页只有标题。请在它前面写几句，或者把表放进附件。"
    last = sections[-1].blocks[-1:] if sections else ()
    if document.sign_off and last and isinstance(last[0], Table) and last[0].is_landscape:
        yield f"全文最后是横排的表“{last[0].caption}”，落款会单独占一页。请在它后面写几句，或者把表放进附件。"
