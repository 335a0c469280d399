"""What a paper's layout will look like that its writer may not expect, in sentences for people."""

from collections.abc import Iterator

from edusum.document.model import Document, Table


def advice(document: Document) -> list[str]:
    """GB/T 9704—2012 wants text on the first page (7.3.3)."""
    return list(_advice(document))


def _advice(document: Document) -> Iterator[str]:
    blocks = [block for section in document.walk() for block in section.blocks]
    if blocks and isinstance(first := blocks[0], Table) and first.is_landscape:
        yield f"正文一开头就是横排的表“{first.caption}”，首页只有标题。请在它前面写几句，或者把表放进附件。"
