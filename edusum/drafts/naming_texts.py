"""The texts of a bureau's papers that name certain metrics, read at once, whatever the number of papers."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q

from edusum.document.tokens import tokens_in
from edusum.drafts.models import Attachment, Draft, Exhibit, ExhibitMetric, SectionText
from edusum.drafts.reading import with_shared_terms
from edusum.library import wording
from edusum.library.models import Phrase, PhraseMetric, TableRow
from edusum.metrics.figures import Figures
from edusum.orgs.models import Bureau

_SENTENCE_END = re.compile(r"(?<=[。！？；\n])")


@dataclass(frozen=True, slots=True)
class Naming:
    """A section (or attachment) that names some metrics: `names`; `shown` are its tables and charts that
    do, each with the names of its metrics. Its words are `text`, or what the phrases say."""

    place: SectionText | Attachment
    draft: Draft
    text: str | None
    phrases: tuple[wording.PhraseText, ...] = ()
    names: frozenset[str] = frozenset()
    shown: tuple[tuple[str, frozenset[str]], ...] = ()
    listed: frozenset[str] = field(default=frozenset())

    def token_text(self, figures: Figures) -> str:
        if self.text is not None:
            return self.text
        return wording.speak(self.phrases, figures, self.draft.texts).text

    def printed(self, figures: Figures) -> list[str]:
        """Its sentences as people read them with these figures."""
        return sentences(wording.plain(self.token_text(figures), figures, self.draft.texts))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def texts_naming(
    names: Collection[str], *, bureau: Bureau, years: Collection[int], period: str
) -> list[Naming]:
    """Of all papers of these years; what is left out or left behind has no say. Eight queries at most."""
    drafts = with_shared_terms(
        Draft.objects.filter(bureau=bureau, year__in=years, period=period)
        .with_names()
        .order_by("-year", "pk")
    )
    known = {draft.pk: draft for draft in drafts}
    rows = list(
        SectionText.objects.filter(draft__in=known, is_omitted=False)
        .filter(Q(section=None) | Q(section__version=F("draft__version")))
        .with_place()
        .select_related("department")
        .order_by("draft", "pk")
    )
    spoken = _spoken(rows, names)
    listed, shown = _listed(rows, names), _shown(known, names)
    found: list[Naming] = []
    for row in rows:
        row.draft = known[row.draft_id]
        phrases, in_phrases = spoken.get((row.section_id, row.form), ((), frozenset()))
        named = _named(row.text, names) if row.text is not None else in_phrases
        tables = listed.get(row.section_id, frozenset())
        exhibits = tuple(shown.get(("section_text", row.pk), ()))
        if named or tables or exhibits:
            found.append(Naming(row, row.draft, row.text, phrases, named, exhibits, tables))
    for item in Attachment.objects.filter(draft__in=known):
        item.draft = known[item.draft_id]
        named, exhibits = _named(item.text, names), tuple(shown.get(("attachment", item.pk), ()))
        if named or exhibits:
            found.append(Naming(item, item.draft, item.text, names=named, shown=exhibits))
    return found


def _named(text: str, names: Collection[str]) -> frozenset[str]:
    return frozenset(name for token in tokens_in(text) for name in token.names() if name in names)


def _spoken(
    rows: Iterable[SectionText], names: Collection[str]
) -> dict[tuple[int | None, str], tuple[tuple[wording.PhraseText, ...], frozenset[str]]]:
    """What the unedited sections speak with, where that names one of the metrics, by section and form."""
    wanted = {(row.section_id, row.form) for row in rows if row.text is None and row.section_id}
    uses: dict[tuple[int, str], set[str]] = defaultdict(set)
    for section, form, name in PhraseMetric.objects.filter(
        phrase__section__in={section for section, _ in wanted}, metric__phrase_name__in=names
    ).values_list("phrase__section", "phrase__form", "metric__phrase_name"):
        for own in (form,) if form else ("full", "short"):
            if (section, own) in wanted:
                uses[section, own].add(name)
    phrases: dict[int, list[wording.PhraseText]] = defaultdict(list)
    for phrase in Phrase.objects.filter(section__in={section for section, _ in uses}):
        phrases[phrase.section_id].append(
            wording.PhraseText(phrase.pk, phrase.text, phrase.starts_paragraph, phrase.form)
        )
    return {
        (section, form): (
            tuple(phrase for phrase in phrases[section] if phrase.form in {"", form}),
            frozenset(named),
        )
        for (section, form), named in uses.items()
    }


def _listed(rows: Iterable[SectionText], names: Collection[str]) -> dict[int | None, frozenset[str]]:
    found: dict[int | None, set[str]] = defaultdict(set)
    for section, name in TableRow.objects.filter(
        section__in={row.section_id for row in rows if row.section_id}, metric__phrase_name__in=names
    ).values_list("section", "metric__phrase_name"):
        found[section].add(name)
    return {section: frozenset(named) for section, named in found.items()}


def _shown(
    drafts: Collection[int], names: Collection[str]
) -> dict[tuple[str, int], list[tuple[str, frozenset[str]]]]:
    """The tables and charts that show the metrics, by where they stand."""
    in_drafts = Q(exhibit__section_text__draft__in=drafts) | Q(exhibit__attachment__draft__in=drafts)
    captions: dict[int, tuple[tuple[str, int], str]] = {}
    named: dict[int, set[str]] = defaultdict(set)
    rows = ExhibitMetric.objects.filter(in_drafts, metric__phrase_name__in=names)
    for item in rows.select_related("exhibit", "metric").order_by("exhibit__position"):
        exhibit = item.exhibit
        label = f"{exhibit.get_kind_display()}“{exhibit.caption}”"
        captions[exhibit.pk] = (_place_of(exhibit), label)
        named[exhibit.pk].add(item.metric.phrase_name)
    found: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for pk, (where, label) in captions.items():
        found[where].append((label, frozenset(named[pk])))
    return found


def _place_of(exhibit: Exhibit) -> tuple[str, int]:
    if exhibit.section_text_id is not None:
        return "section_text", exhibit.section_text_id
    return "attachment", exhibit.attachment_id or 0
