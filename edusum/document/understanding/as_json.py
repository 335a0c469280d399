"""What is understood, as the command `read_document --json` prints it."""

from typing import Any

from edusum.document.understanding.items import Understood


def as_json(understood: Understood) -> dict[str, Any]:
    """Title, headings and metrics; every quote is an exact piece of the text."""
    return {
        "title": understood.title,
        "headings": [
            {
                "level": heading.level,
                "marker": heading.marker,
                "text": heading.words,
                "inline": heading.is_inline,
                "start": heading.start,
            }
            for heading in understood.headings
        ],
        "metrics": [
            {
                "label": quantity.label,
                "value": quantity.value,
                "unit": quantity.unit,
                "role": quantity.role,
                "approx": quantity.approximation,
                "quote": quantity.quote,
                "start": quantity.start,
                "end": quantity.end,
            }
            for quantity in understood.quantities
        ],
    }
