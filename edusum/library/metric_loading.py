"""Metrics of the library files into the database; what people changed here stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from edusum.library.enums import LoadedKind
from edusum.library.ledger import Fate, Ledger, differing, gone, kept, left_out, line
from edusum.library.metric_files import MetricFile, digest
from edusum.metrics.definitions import DefinitionError, create_definitions, update_definition
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM

STEP = 10
LABELS = {"name": "指标名称", "phrase_name": "措辞用名", "synonyms": "同义说法"}
Words = Mapping[str, tuple[str, str]]
"""Every word that stands for a metric here: the metric's code, and what the word is to it."""


class MetricLoader:
    """First the new metrics come in; changes wait until the relations stand."""

    def __init__(self, files: Sequence[MetricFile], ledger: Ledger) -> None:
        self.metrics = {row.code: row for row in MetricDefinition.objects.select_related("weight")}
        self._words = _words(self.metrics.values())
        self._files = [_with_free_synonyms(file, self._words) for file in files]
        self._positions = _positions(self._files)
        self._ledger = ledger
        self._lines: dict[str, str] = {}

    def add(self) -> None:
        """Store what is new and finds its names free."""
        new: dict[str, MetricDefinition] = {}
        for file in sorted(self._files, key=lambda file: bool(file.weight)):
            if file.code not in self.metrics and self._may_come(file, {**self.metrics, **new}):
                weight = new.get(file.weight) or self.metrics.get(file.weight)
                position = self._positions[file.code]
                new[file.code] = MetricDefinition(**file.fields, weight=weight, position=position)
                self._tell(file, Fate.ADDED)
        create_definitions(definitions=list(new.values()), actor=SYSTEM)
        self.metrics |= new

    def settle(self) -> list[str]:
        """Bring what nobody changed here up to the files; answers with a line for each metric."""
        for file in self._files:
            if file.code not in self._lines:
                self._settle(file, self.metrics[file.code])
        return [self._lines[file.code] for file in self._files]

    def _may_come(self, file: MetricFile, here: Mapping[str, MetricDefinition]) -> bool:
        subject = _subject(file)
        if self._ledger.digest(LoadedKind.METRIC, file.code) is not None:
            self._lines[file.code] = gone(subject)
        elif taken := _taken(file, self._words):
            self._lines[file.code] = left_out(subject, taken)
        elif file.weight and file.weight not in here:
            self._lines[file.code] = left_out(subject, f"作权数的指标 {file.weight} 在本系统没有")
        return file.code not in self._lines

    def _settle(self, file: MetricFile, row: MetricDefinition) -> None:
        here, last = _content_of(row, file), self._ledger.digest(LoadedKind.METRIC, file.code)
        names = differing(here, _content(file))
        if not names:
            self._tell(file, Fate.KEPT)
        elif last == digest(here) or (last == "" and _are_blank(row, names)):
            self._update(file, row)
        else:
            self._ledger.remember(LoadedKind.METRIC, file.code, last or "-")
            self._lines[file.code] = kept(_subject(file), [_label(row, name) for name in names])

    def _update(self, file: MetricFile, row: MetricDefinition) -> None:
        for name, value in file.fields.items():
            setattr(row, name, value)
        row.weight = self.metrics.get(file.weight)
        if not self._ledger.digest(LoadedKind.METRIC, file.code):  # an older release knew no domains' order
            row.position = self._positions[file.code]
        try:
            update_definition(definition=row, actor=SYSTEM)
        except DefinitionError as error:
            reason = f"{error.message.rstrip('。')}，按本系统的保留"
            self._lines[file.code] = line(Fate.CONFLICT, _subject(file), reason)
        else:
            self._tell(file, Fate.UPDATED)

    def _tell(self, file: MetricFile, fate: Fate) -> None:
        self._ledger.remember(LoadedKind.METRIC, file.code, digest(_content(file)))
        self._lines[file.code] = line(fate, _subject(file))


def _subject(file: MetricFile) -> str:
    return f"指标 {file.code} {file.fields['name']}"


def _words(rows: Iterable[MetricDefinition]) -> dict[str, tuple[str, str]]:
    found = {}
    for row in rows:
        words = {"synonyms": row.synonyms, "phrase_name": [row.phrase_name], "name": [row.name]}
        for field, called in words.items():
            found.update(dict.fromkeys(called, (row.code, LABELS[field])))
    return found


def _taken(file: MetricFile, words: Words) -> str:
    """Which metric of people's own is called as this one is; or ""."""
    for word in (file.fields["name"], file.fields["phrase_name"]):
        if word in words:
            code, label = words[word]
            return f"本系统另有指标（代码 {code}）用了{label}“{word}”"
    return ""


def _with_free_synonyms(file: MetricFile, words: Words) -> MetricFile:
    """The file without words that people here use for another metric."""
    free = [word for word in file.fields["synonyms"] if words.get(word, (file.code,))[0] == file.code]
    return replace(file, fields={**file.fields, "synonyms": free})


def _positions(files: Sequence[MetricFile]) -> dict[str, int]:
    """Domain by domain, within one in the order of the files."""
    ordered = sorted(files, key=lambda file: DOMAINS.index(file.fields["domain"]))
    return {file.code: place * STEP for place, file in enumerate(ordered, 1)}


def _content(file: MetricFile) -> dict[str, Any]:
    return {**file.fields, "weight": file.weight}


def _content_of(row: MetricDefinition, file: MetricFile) -> dict[str, Any]:
    weight = row.weight.code if row.weight else ""
    here = {name: getattr(row, name) for name in file.fields}
    return here | {"weight": weight}


def _are_blank(row: Any, names: Iterable[str]) -> bool:
    """Nobody has filled these in here: they are as an older release left them."""
    return all(getattr(row, name) == row._meta.get_field(name).get_default() for name in names)


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)
