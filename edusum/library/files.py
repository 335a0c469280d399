"""Library files, read strictly: YAML comes in, frozen values go out, or an error naming file and place."""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from edusum.library.errors import LibraryError

SCHEMA = 1
MAX_BYTES = 2_000_000
REQUIRED = object()


@dataclass(frozen=True, slots=True)
class MetricFile:
    """A metric definition: `fields` by the names of the model's fields."""

    place: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PhraseFile:
    text: str
    starts_paragraph: bool


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
            "version": dict(self.version),
            "sections": [_placeless(section) for section in self.sections],
        }
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def every_section(self) -> list[SectionFile]:
        """The sections in reading order, whatever their depth."""
        return _walk(self.sections)


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    metrics: tuple[MetricFile, ...]
    templates: tuple[TemplateFile, ...]


def read_library(folder: Path) -> LibraryFiles:
    """Read `metrics.yaml` and `templates/*.yaml`; raises LibraryError at the first thing amiss."""
    metrics = _metrics(_load(folder / "metrics.yaml"), "metrics.yaml")
    paths = sorted((folder / "templates").glob("*.yaml"))
    return LibraryFiles(metrics=metrics, templates=tuple(read_template(path) for path in paths))


def read_template(path: Path) -> TemplateFile:
    """Read one report template; raises LibraryError."""
    data = _load(path)
    if isinstance(data, dict) and data.get("schema") != SCHEMA:
        raise LibraryError(
            f"文件格式应为 schema: {SCHEMA}，不是 {data.get('schema')!r}，请换用本系统导出的文件。",
            place=path.name,
        )
    values = _mapping(data, path.name, TEMPLATE_KEYS)
    if values["code"] != path.stem:
        raise LibraryError(f"代码“{values['code']}”须与文件名“{path.stem}”一致。", place=path.name)
    sections = tuple(
        _section(item, f"{path.name} sections[{index}]") for index, item in enumerate(values["sections"])
    )
    _refuse_repeated(
        [(key, section.place) for section in _walk(sections) for key in [section.fields["key"]]], "标识"
    )
    return TemplateFile(
        place=path.name,
        fields={name: values[name] for name in ("code", "name", "genre", "description", "source")},
        version={name: values[name] for name in ("title", "salutation", "has_sign_off")},
        sections=sections,
    )


class _StrictLoader(yaml.SafeLoader):
    """Plain values only: no repeated keys, no references (so no cycles and no bombs)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="不能使用引用（*）", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if (name := str(key.value)) in seen:
                raise yaml.MarkedYAMLError(problem=f"键“{name}”写了两次", problem_mark=key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LibraryError(f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是模板文件。", place=path.name)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader
    except OSError as error:
        raise LibraryError("文件读不到，请检查文件是否存在、是否有权限。", place=path.name) from error
    except UnicodeDecodeError as error:
        raise LibraryError("文件不是 UTF-8 编码的文本，请另存为 UTF-8。", place=path.name) from error
    except yaml.MarkedYAMLError as error:
        line = f" 第{error.problem_mark.line + 1}行" if error.problem_mark else ""
        raise LibraryError(f"不是合格的 YAML：{error.problem}。", place=f"{path.name}{line}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise LibraryError("不是合格的 YAML，请用文本编辑器检查。", place=path.name) from error


@dataclass(frozen=True, slots=True)
class _Key:
    read: Callable[[Any, str], Any]
    default: Any = REQUIRED


def _mapping(data: Any, place: str, keys: Mapping[str, _Key]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise LibraryError("这里应当是一组“键: 值”。", place=place)
    unknown = [str(name) for name in data if name not in keys]
    if unknown:
        raise LibraryError(f"没有“{unknown[0]}”这个键，能用的是：{'、'.join(keys)}。", place=place)
    missing = [name for name, key in keys.items() if key.default is REQUIRED and name not in data]
    if missing:
        raise LibraryError(f"缺少“{missing[0]}”。", place=place)
    return {
        name: key.read(data[name], f"{place} {name}") if name in data else key.default
        for name, key in keys.items()
    }


def _reader(wanted: type | tuple[type, ...], words: str) -> Callable[[Any, str], Any]:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise LibraryError(f"这里应当是{words}，不是 {value!r}。", place=place)
        return value

    return read


_text = _reader(str, "文字（必要时加引号）")
_whole = _reader(int, "整数")
_flag = _reader(bool, "true 或 false")
_list = _reader(list, "列表")
_number = _reader((int, float), "数")


def _texts(value: Any, place: str) -> tuple[str, ...]:
    return tuple(_text(item, f"{place}[{index}]") for index, item in enumerate(_list(value, place)))


def _bound(value: Any, place: str) -> Decimal | None:
    return None if value is None else Decimal(str(_number(value, place)))


def _range(value: Any, place: str) -> tuple[int | None, int | None]:
    limits = [_whole(item, place) for item in _list(value, place)]
    if len(limits) != 2 or not 0 <= limits[0] <= limits[1]:
        raise LibraryError("建议字数应当是 [下限, 上限]。", place=place)
    return limits[0], limits[1]


def _phrases(value: Any, place: str) -> tuple[PhraseFile, ...]:
    found = []
    for index, item in enumerate(_list(value, place)):
        values = _mapping(item, f"{place}[{index}]", PHRASE_KEYS)
        found.append(PhraseFile(text=values["text"].strip(), starts_paragraph=values["new_paragraph"]))
    return tuple(found)


def _table(value: Any, place: str) -> dict[str, Any]:
    table = _mapping(value, place, TABLE_KEYS)
    _refuse_repeated([(code, place) for code in table["metrics"]], "指标")
    return table


PHRASE_KEYS = {"text": _Key(_text), "new_paragraph": _Key(_flag, True)}
TABLE_KEYS = {"caption": _Key(_text), "metrics": _Key(_texts)}
SECTION_KEYS = {
    "key": _Key(_text),
    "level": _Key(_whole),
    "heading": _Key(_text, ""),
    "heading_form": _Key(_text, "own_line"),
    "marker_style": _Key(_text, "auto"),
    "guidance": _Key(_text, ""),
    "department": _Key(_text, ""),
    "optional": _Key(_flag, False),
    "added": _Key(_flag, False),
    "source": _Key(_text, ""),
    "suggested": _Key(_range, (None, None)),
    "phrases": _Key(_phrases, ()),
    "table": _Key(_table, {"caption": "", "metrics": ()}),
    "sections": _Key(_list, ()),
}
SECTION_FIELDS = {"department": "department_name", "optional": "is_optional", "added": "is_added"}
"""Keys that differ from the model's field names."""
TEMPLATE_KEYS = {
    "schema": _Key(_whole),
    "code": _Key(_text),
    "name": _Key(_text),
    "genre": _Key(_text),
    "description": _Key(_text, ""),
    "source": _Key(_text, ""),
    "title": _Key(_text),
    "salutation": _Key(_text, ""),
    "has_sign_off": _Key(_flag, True),
    "sections": _Key(_list),
}
METRIC_KEYS = {
    "code": _Key(_text),
    "name": _Key(_text),
    "phrase_name": _Key(_text),
    "unit": _Key(_text, ""),
    "kind": _Key(_text, "count"),
    "domain": _Key(_text),
    "decimals": _Key(_whole, 0),
    "definition_note": _Key(_text, ""),
    "better_when": _Key(_text, "neutral"),
    "minimum": _Key(_bound, None),
    "maximum": _Key(_bound, None),
}


def _section(data: Any, place: str) -> SectionFile:
    values = _mapping(data, place, SECTION_KEYS)
    place = f"{place}（{values['key']}）"
    table, (lowest, highest) = values.pop("table"), values.pop("suggested")
    phrases, inner = values.pop("phrases"), values.pop("sections")
    fields = {SECTION_FIELDS.get(name, name): value for name, value in values.items()}
    fields |= {"suggested_min": lowest, "suggested_max": highest, "table_caption": table["caption"]}
    sections = tuple(_section(item, f"{place} sections[{index}]") for index, item in enumerate(inner))
    return SectionFile(place, fields, phrases, table["metrics"], sections)


def _metrics(data: Any, name: str) -> tuple[MetricFile, ...]:
    metrics = [
        MetricFile(place := f"{name} 第{number}条", _metric(item, place))
        for number, item in enumerate(_list(data, name), 1)
    ]
    for key, words in (("code", "代码"), ("name", "指标名称"), ("phrase_name", "措辞用名")):
        _refuse_repeated([(metric.fields[key], metric.place) for metric in metrics], words)
    return tuple(metrics)


def _metric(item: Any, place: str) -> dict[str, Any]:
    fields = _mapping(item, place, METRIC_KEYS)
    if fields["kind"] == "percent":
        fields["minimum"] = fields["minimum"] if "minimum" in item else Decimal(0)
        fields["maximum"] = fields["maximum"] if "maximum" in item else Decimal(100)
    return fields


def _refuse_repeated(found: list[tuple[str, str]], words: str) -> None:
    seen = set()
    for key, place in found:
        if key in seen:
            raise LibraryError(f"{words}“{key}”出现了两次。", place=place)
        seen.add(key)


def _walk(sections: tuple[SectionFile, ...]) -> list[SectionFile]:
    return [found for section in sections for found in (section, *_walk(section.sections))]


def _placeless(section: SectionFile) -> dict[str, Any]:
    return {
        "fields": dict(section.fields),
        "phrases": [asdict(phrase) for phrase in section.phrases],
        "metrics": list(section.metrics),
        "sections": [_placeless(inner) for inner in section.sections],
    }
