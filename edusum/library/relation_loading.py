"""Relations and terms of the library files into the database; what people changed here stays."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from edusum.library.enums import LoadedKind
from edusum.library.ledger import Fate, Ledger, differing, gone, kept, left_out, line
from edusum.library.metric_files import RelationFile, TermFile, digest
from edusum.library.models import Term
from edusum.metrics.models import Relation
from edusum.metrics.relating import RelationInput, add_relations, kind_label, relations_of
from edusum.orgs.actors import SYSTEM

Stored = dict[tuple[str, str], dict[int, RelationInput]]


def load_relations(files: Sequence[RelationFile], ledger: Ledger) -> list[str]:
    """Answers with a line for each relation."""
    stored = _stored()
    lines = {file.code: _standing(file, stored, ledger) for file in files}
    new = [file for file in files if not lines[file.code]]
    _give_way(new, stored, ledger)
    problems = add_relations(relations=[_input(file) for file in new], actor=SYSTEM) if new else []
    for file, problem in zip(new, problems, strict=True):
        fate = Fate.ADDED if ledger.digest(LoadedKind.RELATION, file.code) is None else Fate.UPDATED
        lines[file.code] = left_out(_subject(file), problem) if problem else line(fate, _subject(file))
        if not problem:
            ledger.remember(LoadedKind.RELATION, file.code, _digest(_input(file)))
    return list(lines.values())


def _standing(file: RelationFile, stored: Stored, ledger: Ledger) -> str:
    """What is said of a relation that stays as it is here; "" for one that is to come in."""
    here = stored[file.relation.kind, file.relation.metric]
    digests = {_digest(given) for given in here.values()}
    last = ledger.digest(LoadedKind.RELATION, file.code)
    if _digest(_input(file)) in digests:
        ledger.remember(LoadedKind.RELATION, file.code, _digest(_input(file)))
        return line(Fate.KEPT, _subject(file))
    if last is None or last in digests:
        return ""
    return kept(_subject(file), ["关系"]) if here else gone(_subject(file))


def _give_way(files: Sequence[RelationFile], stored: Stored, ledger: Ledger) -> None:
    """Take out what came in as an earlier form of these."""
    olds = {ledger.digest(LoadedKind.RELATION, file.code) for file in files}
    here = [item for found in stored.values() for item in found.items()]
    Relation.objects.filter(pk__in=[pk for pk, given in here if _digest(given) in olds]).delete()


def _stored() -> Stored:
    found: Stored = defaultdict(dict)
    for pk, given in relations_of().items():
        found[given.relation.kind, given.relation.metric][pk] = given
    return found


def _input(file: RelationFile) -> RelationInput:
    return RelationInput(file.relation, file.source, file.note)


def _digest(given: RelationInput) -> str:
    relation = given.relation
    own = [relation.metric, relation.kind, relation.operands, relation.is_overlapping]
    return digest([*own, given.source, given.note])


def _subject(file: RelationFile) -> str:
    return f"指标关系 {file.relation.metric} {kind_label(file.relation.kind)}"


# Terms


def load_terms(files: Sequence[TermFile], ledger: Ledger) -> list[str]:
    """Answers with a line for each term."""
    here = {f"{term.series} {term.name}": term for term in Term.objects.all()}
    lines = []
    new: list[Term] = []
    for file in files:
        row = here.get(file.code)
        if row is not None:
            lines.append(_settled(file, row, ledger))
        elif ledger.digest(LoadedKind.TERM, file.code) is not None:
            lines.append(gone(_called(file)))
        else:
            new.append(Term(**file.fields))
            lines.append(_told(file, Fate.ADDED, ledger))
    Term.objects.bulk_create(new)
    return lines


def _settled(file: TermFile, row: Any, ledger: Ledger) -> str:
    here = {name: getattr(row, name) for name in file.fields}
    names = differing(here, file.fields)
    last = ledger.digest(LoadedKind.TERM, file.code)
    if not names:
        return _told(file, Fate.KEPT, ledger)
    if last == digest(here):
        Term.objects.filter(pk=row.pk).update(**file.fields)
        return _told(file, Fate.UPDATED, ledger)
    ledger.remember(LoadedKind.TERM, file.code, last or "-")
    return kept(_called(file), [str(row._meta.get_field(name).verbose_name) for name in names])


def _told(file: TermFile, fate: Fate, ledger: Ledger) -> str:
    ledger.remember(LoadedKind.TERM, file.code, digest(file.fields))
    return line(fate, _called(file))


def _called(file: TermFile) -> str:
    return f"时效用语 {file.code}"
