"""Where the pages of the admin are, what they say, and what they are sent."""

import re

from django.urls import reverse


def url(name, *args):
    return reverse(f"admin:library_{name}", args=args)


def workshop(version):
    return url("templateversion_change", version.pk)


def text(page):
    """What is read on the page, without markup."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))


def said(page):
    return [str(message) for message in page.context["messages"]]


def seen(desk, address):
    """The mark that the page carries, as it is sent back."""
    context = desk.get(address).context
    return {"seen": context["mark"] if "mark" in context else context["adminform"].form["seen"].value()}


def lines_of(page):
    """The sections as the workshop lists them, in reading order, each with its depth."""

    def walk(lines, depth):
        for line in lines:
            yield line, depth
            yield from walk(line.children, depth + 1)

    return list(walk(page.context["lines"], 0))


def section_form(phrases=(), metrics=(), **fields):
    """What the section page sends: phrases (position, text, starts paragraph, form), metrics in order."""
    form = {
        "heading": "各类教育",
        "heading_form": "own_line",
        "level": 1,
        "parent": "",
        "marker_style": "auto",
        "phrases-TOTAL_FORMS": len(phrases),
        "phrases-INITIAL_FORMS": 0,
        "table_rows-TOTAL_FORMS": len(metrics),
        "table_rows-INITIAL_FORMS": 0,
    }
    for index, (position, phrase, starts, *length) in enumerate(phrases):
        form |= {f"phrases-{index}-position": position, f"phrases-{index}-text": phrase}
        form |= {f"phrases-{index}-form": "".join(length)}
        form |= {f"phrases-{index}-starts_paragraph": "on"} if starts else {}
    for index, metric in enumerate(metrics):
        form |= {f"table_rows-{index}-position": index, f"table_rows-{index}-metric": metric.pk}
    return form | fields
