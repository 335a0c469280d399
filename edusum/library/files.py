"""Library files, read strictly: YAML comes in, frozen values go out, or an error naming file and place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from edusum.common.words import quoted
from edusum.document.numbering import chinese_number
from edusum.library.errors import LibraryError
from edusum.library.metric_files import (
    MetricFile,
    RelationFile,
    TermFile,
    metrics_of,
    read_metrics,
    read_relations,
    read_terms,
    relations_of,
)
from edusum.library.strict import (
    Key,
    flag,
    items,
    mapping,
    one_of,
    read_data,
    read_file,
    refuse_repeated,
    text,
    texts,
    told,
    whole,
)
from edusum.library.wording import tidy_phrase

SCHEMA = 1
MAX_SECTIONS, MAX_PHRASES, MAX_METRICS = 500, 3000, 1000
LONGEST_HEADING = 20
"""How much of a heading is told to say where something is."""
BROUGHT_ALONG = ("metrics", "relations")
"""What a handed-in file may hold besides the template."""


@dataclass(frozen=True, slots=True)
class PhraseFile:
    text: str
    starts_paragraph: bool
    form: str = ""


@dataclass(frozen=True, slots=True)
class SectionFile:
    """`fields` by the names of the model's fields; `metrics` are the codes of the table's rows."""

    place: str
    fields: Mapping[str, Any]
    phrases: tuple[PhraseFile, ...]
    metrics: tuple[str, ...]
    sections: tuple["SectionFile", ...]


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """`fields` are those of the report template, `version` those of its version."""

    place: str
    fields: Mapping[str, Any]
    version: Mapping[str, Any]
    sections: tuple[SectionFile, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of what becomes the version, wherever the file lies and however it is spaced."""
        content = {
            "version": _beyond(self.version, ("note", ""), ("due_days", None)),
            "sections": [_placeless(section) for section in self.sections],
        }
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def every_section(self) -> list[SectionFile]:
        """The sections in reading order, whatever their depth."""
        return _walk(self.sections)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that someone handed in: a report template, and metrics that it brings along."""

    template: TemplateFile
    metrics: tuple[MetricFile, ...] = ()
    relations: tuple[RelationFile, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    metrics: tuple[MetricFile, ...]
    relations: tuple[RelationFile, ...]
    terms: tuple[TermFile, ...]
    templates: tuple[TemplateFile, ...]


def read_library(folder: Path) -> LibraryFiles:
    """Read `metrics/`, `relations/`, `terms.yaml` and `templates/`; LibraryError at the first thing amiss."""
    metrics = read_metrics(folder)
    paths = sorted((folder / "templates").glob("*.yaml"))
    return LibraryFiles(
        metrics=metrics,
        relations=read_relations(folder, metrics),
        terms=read_terms(folder),
        templates=tuple(read_template(path) for path in paths),
    )


def read_template(path: Path) -> TemplateFile:
    """Read one report template; raises LibraryError."""
    template = template_from(read_file(path), path.name)
    if template.fields["code"] != path.stem:
        message = f"代码“{template.fields['code']}”须与文件名“{path.stem}”一致。"
        raise LibraryError(message, place=path.name)
    return template


def handed_in(data: bytes, name: str) -> HandedIn:
    """The bytes of a file of that name, read; raises LibraryError."""
    values = read_data(data, name)
    if not isinstance(values, dict):
        return HandedIn(template_from(values, name))
    own = {key: value for key, value in values.items() if key not in BROUGHT_ALONG}
    template = template_from(own, name)
    _refuse_many(template)
    metrics = metrics_of(_numbered(values.get("metrics", []), f"{name} metrics"))
    relations = relations_of(_numbered(values.get("relations", []), f"{name} relations"), metrics)
    return HandedIn(template, metrics, relations)


def _numbered(value: Any, place: str) -> list[tuple[Any, str]]:
    if len(items(value, place)) > MAX_METRICS:
        raise LibraryError(f"这里有 {len(value)} 条，最多 {MAX_METRICS} 条。", place=place)
    return [(item, f"{place} 第{number}条") for number, item in enumerate(value, 1)]


def _refuse_many(template: TemplateFile) -> None:
    sections = template.every_section()
    phrases = sum(len(section.phrases) for section in sections)
    for count, most, words in ((len(sections), MAX_SECTIONS, "节"), (phrases, MAX_PHRASES, "句措辞")):
        if count > most:
            raise LibraryError(
                f"这份文件有 {count} {words}，最多 {most} {words}，请分成几个模板。", place=template.place
            )


def template_from(data: Any, name: str) -> TemplateFile:
    """The report template in plain values, as a file of that name holds them; raises LibraryError."""
    if isinstance(data, dict) and data.get("schema") != SCHEMA:
        found = f"不是{told(data['schema'])}" if "schema" in data else "文件里没有写"
        raise LibraryError(
            f"这不是本系统导出的模板文件（schema 应为 {SCHEMA}，{found}），请换一个文件。", place=name
        )
    values = mapping(data, name, TEMPLATE_KEYS)
    sections = tuple(
        _section(item, f"{name} {_nth(number, 1)}", 2) for number, item in enumerate(values["sections"], 1)
    )
    refuse_repeated([(section.fields["key"], section.place) for section in _walk(sections)], "标识")
    return TemplateFile(
        place=name,
        fields={name: values[name] for name in ("code", "name", "genre", "description", "source")},
        version={name: values[name] for name in VERSION_KEYS},
        sections=sections,
    )


def _range(value: Any, place: str) -> tuple[int | None, int | None]:
    limits = [None if item is None else whole(item, place) for item in items(value, place)]
    known = [limit for limit in limits if limit is not None]
    if len(limits) != 2 or known != sorted(known) or any(limit < 0 for limit in known):
        raise LibraryError("建议字数应当是 [下限, 上限]。", place=place)
    return limits[0], limits[1]


def _phrases(value: Any, place: str) -> tuple[PhraseFile, ...]:
    found = []
    for number, item in enumerate(items(value, place), 1):
        values = mapping(item, f"{place.removesuffix(' phrases')} 第{number}句", PHRASE_KEYS)
        found.append(PhraseFile(tidy_phrase(values["text"]), values["new_paragraph"], values["form"]))
    return tuple(found)


def _table(value: Any, place: str) -> dict[str, Any]:
    table = mapping(value, place, TABLE_KEYS)
    refuse_repeated([(code, place) for code in table["metrics"]], "指标")
    return table


PHRASE_KEYS = {
    "text": Key(text),
    "new_paragraph": Key(flag, True),
    "form": Key(one_of(("", "full", "short")), ""),
}
TABLE_KEYS = {"caption": Key(text), "metrics": Key(texts)}
SECTION_KEYS = {
    "key": Key(text),
    "level": Key(whole),
    "heading": Key(text, ""),
    "heading_form": Key(text, "own_line"),
    "marker_style": Key(text, "auto"),
    "guidance": Key(text, ""),
    "department": Key(text, ""),
    "optional": Key(flag, False),
    "added": Key(flag, False),
    "source": Key(text, ""),
    "suggested": Key(_range, (None, None)),
    "due_days": Key(whole, None),
    "phrases": Key(_phrases, ()),
    "table": Key(_table, {"caption": "", "metrics": ()}),
    "sections": Key(items, ()),
}
SECTION_FIELDS = {"department": "department_name", "optional": "is_optional", "added": "is_added"}
"""Keys that differ from the model's field names."""
VERSION_KEYS = ("title", "salutation", "has_sign_off", "due_days", "note")
TEMPLATE_KEYS = {
    "schema": Key(whole),
    "code": Key(text),
    "name": Key(text),
    "genre": Key(text),
    "description": Key(text, ""),
    "source": Key(text, ""),
    "title": Key(text),
    "salutation": Key(text, ""),
    "has_sign_off": Key(flag, True),
    "due_days": Key(whole, None),
    "note": Key(text, ""),
    "sections": Key(items),
}


def _section(data: Any, place: str, depth: int) -> SectionFile:
    values = mapping(data, place, SECTION_KEYS)
    place = f"{place}{quoted(_excerpt(values['heading']) or '无标题')}"
    table, (lowest, highest) = values.pop("table"), values.pop("suggested")
    phrases, inner = values.pop("phrases"), values.pop("sections")
    fields = {SECTION_FIELDS.get(name, name): value for name, value in values.items()}
    fields |= {"suggested_min": lowest, "suggested_max": highest, "table_caption": table["caption"]}
    sections = tuple(
        _section(item, f"{place} → {_nth(number, depth)}", depth + 1) for number, item in enumerate(inner, 1)
    )
    return SectionFile(place, fields, phrases, table["metrics"], sections)


def _nth(number: int, depth: int) -> str:
    """Which section it is among those beside it, as people count them."""
    return f"第{number}个{chinese_number(depth)}级章节"


def _excerpt(heading: str) -> str:
    words = " ".join(heading.split())
    return words if len(words) <= LONGEST_HEADING else f"{words[:LONGEST_HEADING]}……"


def _walk(sections: tuple[SectionFile, ...]) -> list[SectionFile]:
    return [found for section in sections for found in (section, *_walk(section.sections))]


def _placeless(section: SectionFile) -> dict[str, Any]:
    """The section for a digest: without places, and without what a file of an older release could not say."""
    return {
        "fields": _beyond(section.fields, ("due_days", None)),
        "phrases": [_said(phrase) for phrase in section.phrases],
        "metrics": list(section.metrics),
        "sections": [_placeless(inner) for inner in section.sections],
    }


def _beyond(fields: Mapping[str, Any], *unsaid: tuple[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if (name, value) not in unsaid}


def _said(phrase: PhraseFile) -> dict[str, Any]:
    said = {"text": phrase.text, "starts_paragraph": phrase.starts_paragraph}
    return said | {"form": phrase.form} if phrase.form else said
