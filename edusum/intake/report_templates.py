"""An old paper made into a report template: what would come of it, and making it. All of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.model import Document
from edusum.intake.corrected import document_of
from edusum.intake.correcting import give_metric
from edusum.intake.enums import TakenAs
from edusum.intake.models import FoundQuantity, SourceDocument, Taking
from edusum.intake.new_metrics import Wish, definition_of
from edusum.intake.outlining import LONGEST_SOURCE, Made, Outliner
from edusum.intake.rewording import LAST_YEAR, Known, Spot, named
from edusum.library.access import may_edit
from edusum.library.contents import metric_names
from edusum.library.files import HandedIn, TemplateFile
from edusum.library.models import ReportTemplate, Section, TemplateVersion
from edusum.library.transfer import import_template
from edusum.metrics.definitions import create_definition
from edusum.metrics.models import MetricDefinition
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, require

REFUSED = "用旧稿生成模板，要有本单位模板管理员的角色；需要时请联系他们。"
LONGEST_NAME, LONGEST_TITLE, LONGEST_SALUTATION, LONGEST_NOTE = 60, 200, 60, 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What making the template would give: the file as the library reads it, and its sections one by one."""

    file: TemplateFile
    sections: tuple[Made, ...]

    @property
    def phrase_count(self) -> int:
        return sum(len(section.phrases) for section in self.sections)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Figures whose sentences stay guidance, since no metric is known for them."""
        return tuple(words for section in self.sections for words in section.lacking)


def may_make(user: User, bureau: Bureau) -> bool:
    return can(user, Action.TAKE_IN, bureau=bureau) and may_edit(user, bureau)


def require_making(user: User, bureau: Bureau) -> None:
    """Raise PermissionDenied (a 403 page) unless the user takes papers in and keeps the templates."""
    require(user, Action.TAKE_IN, bureau=bureau)
    if not may_edit(user, bureau):
        raise PermissionDenied(REFUSED)


def plan_template(
    *,
    document: SourceDocument,
    name: str,
    genre: str,
    target: ReportTemplate | None = None,
    wishes: Sequence[Wish] = (),
) -> Plan:
    """What the paper would become, with the metrics that are wished for; nothing is stored.

    `target`: a template of the bureau that gets a new version; sections keep their keys by their headings.
    """
    rows = list(document.quantities.filter(is_kept=True).select_related("metric"))
    wished = _wished(document, rows, wishes)
    paper = document_of(document)
    words = _words(document)
    outliner = Outliner(
        text=document.source_text.text,
        spots=[_spot(document, row, row.metric or wished.get((row.label, row.unit))) for row in rows],
        words=words,
        names=metric_names() | {metric.phrase_name for metric in wished.values()},
        called=called(document),
        keys=_keys(target),
    )
    sections = outliner.sections(paper)
    if not sections:
        raise EdusumError("这份旧稿里没有认出标题和正文，生成不了模板；请先在旧稿页上核对。")
    file = TemplateFile(
        place=called(document),
        fields={
            "code": target.code if target else _free_code(document),
            "name": name,
            "genre": genre,
            "description": "",
            "source": called(document)[:LONGEST_SOURCE],
        },
        version=_version(document, paper, words),
        sections=sections,
    )
    return Plan(file, tuple(outliner.made))


@transaction.atomic
def make_template(
    *,
    document: SourceDocument,
    name: str,
    genre: str,
    actor: User,
    target: ReportTemplate | None = None,
    wishes: Sequence[Wish] = (),
) -> TemplateVersion:
    """Store the paper as a version to edit of a new template of its bureau, or of `target`.

    The metrics that are wished for are stored first, and the figures then are theirs. Raises
    PermissionDenied, DefinitionError, PhraseErrors, EditingVersionExistsError, LibraryError.
    """
    bureau = document.bureau
    require_making(actor, bureau)
    if target is not None and target.bureau_id != bureau.pk:
        raise PermissionDenied(REFUSED)
    held = SourceDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    held.bureau = bureau
    rows = {row.pk: row for row in held.quantities.select_related("metric")}
    for wish in wishes:
        row = rows.get(wish.quantity)
        if row is None or row.metric is not None:
            continue
        row.document = held
        metric = create_definition(definition=definition_of(wish, row, held), actor=actor)
        give_metric(quantity=row, metric=metric, actor=actor, with_same=True)
    plan = plan_template(document=held, name=name, genre=genre, target=target)
    version = import_template(file=HandedIn(plan.file), bureau=bureau, actor=actor)
    Taking.objects.create(
        document=held,
        taken_as=TakenAs.TEMPLATE,
        version=version,
        taken_by=actor,
        counts={"sections": len(plan.sections), "phrases": plan.phrase_count, "metrics": len(wishes)},
    )
    return version


def called(document: SourceDocument) -> str:
    """旧稿《…》, as people know where something is from."""
    title = str(document)
    return f"旧稿《{title if len(title) <= 40 else title[:40] + '…'}》"


def _wished(
    document: SourceDocument, rows: Sequence[FoundQuantity], wishes: Sequence[Wish]
) -> dict[tuple[str, str], MetricDefinition]:
    by_pk = {row.pk: row for row in rows}
    return {
        (row.label, row.unit): definition_of(wish, row, document)
        for wish in wishes
        if (row := by_pk.get(wish.quantity)) is not None
    }


def _spot(document: SourceDocument, row: FoundQuantity, metric: MetricDefinition | None) -> Spot:
    year, of = document.year, row.for_year
    return Spot(
        start=row.start,
        end=row.end,
        label=row.label,
        unit=row.unit,
        role=row.role,
        metric=Known(metric.phrase_name, metric.kind, metric.unit) if metric else None,
        years_back=year - of if year and of else (1 if row.role == "previous" else 0),
        is_approximate=bool(row.approximation),
        is_against_last_year=bool(LAST_YEAR.search(row.compared) or (year and str(year - 1) in row.compared)),
    )


def _words(document: SourceDocument) -> dict[str, str]:
    """What is said otherwise in another year, or by another bureau."""
    bureau, year = document.bureau, document.year
    words = {
        bureau.full_name: "{{ 单位全称 }}",
        bureau.local_form: "{{ 本地 }}",
        bureau.whole_form: "{{ 全域 }}",
    }
    if year:
        words |= {
            f"{year}年": "{{ 年度 }}年",
            f"{year - 1}年": "{{ 上年度 }}年",
            f"{year + 1}年": "{{ 下年度 }}年",
        }
    return {word: name for word, name in words.items() if word}


def _version(document: SourceDocument, paper: Document, words: dict[str, str]) -> dict[str, object]:
    title = (paper.title or str(document)).replace("{", "｛").replace("}", "｝")
    put_in = named(title, words)
    return {
        "title": put_in if len(put_in) <= LONGEST_TITLE else title[:LONGEST_TITLE],
        "salutation": paper.salutation[:LONGEST_SALUTATION].replace("{", "｛").replace("}", "｝"),
        "has_sign_off": paper.sign_off is not None,
        "due_days": None,
        "note": f"由{called(document)}生成"[:LONGEST_NOTE],
    }


def _keys(target: ReportTemplate | None) -> dict[str, str]:
    newest = target.versions.order_by("-number").first() if target else None
    rows = Section.objects.filter(version=newest).exclude(heading="") if newest else Section.objects.none()
    return dict(rows.order_by("-position", "-pk").values_list("heading", "key"))


def _free_code(document: SourceDocument) -> str:
    """paper-12, or paper-12-2 if that one is taken."""
    own = ReportTemplate.objects.filter(bureau=document.bureau, code__startswith=f"paper-{document.pk}")
    taken = set(own.values_list("code", flat=True))
    code, number = f"paper-{document.pk}", 1
    while code in taken:
        number += 1
        code = f"paper-{document.pk}-{number}"
    return code
