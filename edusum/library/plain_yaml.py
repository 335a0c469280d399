"""YAML into plain values (text, numbers, true and false, lists, mappings) in one pass."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

MAX_DEPTH = 50
_Parser: Any = getattr(yaml, "CLoader", yaml.SafeLoader)
_SPOKEN = {
    "~": None,
    "null": None,
    "true": True,
    "yes": True,
    "on": True,
    "false": False,
    "no": False,
    "off": False,
}
_WORDS: Mapping[str, bool | None] = {
    "": None,
    **{form: value for word, value in _SPOKEN.items() for form in (word, word.title(), word.upper())},
}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")


class UnfitYamlError(yaml.MarkedYAMLError):
    """YAML that this project does not take; `problem` says it in Chinese."""


def plain(text: str) -> Any:
    """What the text holds; raises UnfitYamlError, or another YAMLError for what is no YAML.

    There are no references (so no cycles and no bombs), no tags, no key twice. Numbers are those that people
    write, 12, -3 and 0.5; what YAML takes for others (0x1f, 1:30, 1e9, .nan) stays text.
    """
    builder = _Builder()
    for event in yaml.parse(text, Loader=_Parser):
        builder.take(event)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Any = None
        self._documents = 0
        self._open: list[Any] = []
        """The lists and mappings that are not closed, outermost first."""
        self._keys: list[Any] = []
        """For each mapping of these the key that waits for its value, in a list of its own."""

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event), event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            _refuse_tag(event)
            self._enter({} if isinstance(event, MappingStartEvent) else [], event)
        elif isinstance(event, CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, AliasEvent):
            raise _unfit("不能使用引用（*）", event)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _unfit("一个文件里只能有一份内容，请去掉单独成行的 ---", event)

    def _enter(self, collection: Any, event: Event) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _unfit("一层套一层，套得太深", event)
        self._add(collection, event)
        self._open.append(collection)
        self._keys.append([])

    def _add(self, value: Any, event: Event) -> None:
        if not self._open:
            self.root = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        elif self._keys[-1]:
            self._open[-1][self._keys[-1].pop()] = value
        else:
            self._keys[-1].append(_key(value, self._open[-1], event))

    def _scalar(self, event: ScalarEvent) -> Any:
        _refuse_tag(event)
        if not event.implicit[0]:
            return event.value
        return _read(event.value)


def _read(text: str) -> bool | int | float | str | None:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _key(value: Any, mapping: dict[Any, Any], event: Event) -> Any:
    if isinstance(value, (list, dict)):
        raise _unfit("冒号前面须是一个词", event)
    if value in mapping:
        raise _unfit(f"键“{value}”写了两次", event)
    return value


def _refuse_tag(event: NodeEvent) -> None:
    if getattr(event, "tag", None) is not None:
        raise _unfit("不能使用标记（!）", event)


def _unfit(problem: str, event: Any) -> UnfitYamlError:
    return UnfitYamlError(problem=problem, problem_mark=event.start_mark)
