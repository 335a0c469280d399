"""A part of the package, with what it owns itself: a chart with its workbook."""

from typing import NamedTuple

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Part(NamedTuple):
    """A part of the package, how its owner refers to it, what it holds, and the parts it refers to."""

    name: str
    content_type: str
    relation: str
    relation_id: str
    content: bytes
    parts: tuple["Part", ...] = ()


def chart_part(number: int, relation_id: str, chart: bytes, workbook: bytes) -> Part:
    """The number-th chart of a file, its figures in a workbook that the chart names rId1."""
    figures = Part(f"word/embeddings/chart{number}.xlsx", _WORKBOOK, f"{_OFFICE}/package", "rId1", workbook)
    return Part(f"word/charts/chart{number}.xml", _CHART, f"{_OFFICE}/chart", relation_id, chart, (figures,))
