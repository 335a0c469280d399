"""存为上年总结: where each section of an old paper goes, which figures become values, how it will read."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from edusum.assembly.profiles import house_of
from edusum.common.errors import EdusumError
from edusum.drafts.errors import DraftExistsError
from edusum.intake import proposing, summaries
from edusum.intake.enums import ReadingState, TakenAs
from edusum.intake.forms import TemplateForm, YearForm
from edusum.intake.models import SourceDocument
from edusum.intake.old_sections import FOLDED, LEFT, OWN, OldSection
from edusum.intake.old_values import KEEP, Offer
from edusum.intake.summaries import Candidate, OldPaper, Wish
from edusum.intake.views.papers import taken_in
from edusum.metrics.enums import period_label
from edusum.orgs.permissions import Action, require

CHOICES = [(OWN, "单独成一节"), (FOLDED, "并入上文（作为文字）"), (LEFT, "不要")]


@dataclass(frozen=True, slots=True)
class Line:
    """A section of the paper with what is chosen for it."""

    place: int
    section: OldSection
    chosen: str
    is_matched: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure of the paper with what is chosen for it: a mark, or KEEP."""

    offer: Offer
    chosen: str


@dataclass(slots=True)
class Asked:
    """What a request asks about: the paper, its year, and the template it comes into, once they are known."""

    document: SourceDocument
    paper: OldPaper
    year_form: YearForm
    template_form: TemplateForm | None = None
    candidates: list[Candidate] | None = None
    candidate: Candidate | None = None
    offers: list[Offer] | None = None

    @property
    def year(self) -> int:
        return int(self.year_form.cleaned_data["year"])


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The page (GET, and POST do=back); how it would read (do=preview); taken (do=take)."""
    document = taken_in(request, pk)
    require(request.user, Action.START_DRAFT, bureau=document.bureau)
    if document.state != ReadingState.READ or document.parts.exists():
        messages.info(request, "请先打开一篇已识别的材料，再存为上年总结。")
        return redirect("intake:paper", pk=pk)
    sent = request.POST if request.method == "POST" else request.GET
    asked = _asked(document, sent)
    if asked.candidate is None or request.method != "POST" or sent.get("do") == "back":
        return _page(request, asked, sent)
    wish = _wish(asked, sent)
    try:
        if sent.get("do") == "take":
            taken = summaries.take_as_summary(document=document, wish=wish, actor=request.user)
            messages.success(request, summaries.told_of(taken))
            return redirect("drafts:draft_detail", pk=taken.draft.pk)
        preview = summaries.preview_summary(document=document, wish=wish, actor=request.user)
    except DraftExistsError as error:
        return _page(request, asked, sent, problem=error.message, existing=error.draft_id)
    except EdusumError as error:
        problem = f"“{error.place}”：{error.message}" if error.place else error.message
        return _page(request, asked, sent, problem=problem)
    context = {
        "document": document,
        "preview": preview,
        "house": house_of(document.bureau),
        "kept": [(name, value) for name, value in sent.items() if name not in {"do", "csrfmiddlewaretoken"}],
        "label": period_label(asked.year, _period(asked.candidate)),
    }
    return render(request, "intake/summary_preview.html", context)


def _asked(document: SourceDocument, sent: QueryDict) -> Asked:
    paper = OldPaper(document)
    usual = {"year": document.year, "sign_date": paper.sign_date}
    data = {name: sent.get(name, usual.get(name, "")) for name in ("year", "department", "sign_date")}
    asked = Asked(document, paper, YearForm(data, bureau=document.bureau))
    if not asked.year_form.is_valid():
        return asked
    department = asked.year_form.cleaned_data["department"]
    asked.candidates = summaries.candidates(paper, year=asked.year, department=department)
    best = proposing.usual_candidate(paper, asked.candidates)
    wanted = sent.get("version", best.version.pk if best else "")
    asked.template_form = TemplateForm({"version": wanted}, candidates=asked.candidates)
    if asked.template_form.is_valid():
        chosen = asked.template_form.cleaned_data["version"]
        asked.candidate = next(item for item in asked.candidates if item.version.pk == chosen)
        asked.offers = summaries.offers_for(paper, asked.candidate.version, asked.year)
    return asked


def _wish(asked: Asked, sent: QueryDict) -> Wish:
    candidate = asked.candidate
    if candidate is None:
        raise LookupError("no template was chosen")
    known = {word for word, _ in CHOICES} | {item.section.key for item in candidate.targets}
    places = {place: sent.get(f"place-{place}", LEFT) for place in range(len(asked.paper.sections))}
    return Wish(
        version=candidate.version,
        year=asked.year,
        department=asked.year_form.cleaned_data["department"] if candidate.is_of_department else None,
        places={place: choice if choice in known else LEFT for place, choice in places.items()},
        figures={item.key: sent.get(f"figure-{item.key}", KEEP) for item in asked.offers or ()},
        seen={item.key: sent.get(f"seen-{item.key}", item.seen) for item in asked.offers or ()},
        mark=sent.get("mark", ""),
        is_twin_wanted=sent.get("twin") == "on",
        sign_date=asked.year_form.cleaned_data["sign_date"],
    )


def _page(
    request: HttpRequest, asked: Asked, sent: QueryDict, *, problem: str = "", existing: int | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": asked.document,
        "year_form": asked.year_form,
        "template_form": asked.template_form,
        "candidate": asked.candidate,
        "problem": problem,
        "existing": existing,
        "earlier": asked.document.takings.filter(taken_as=TakenAs.SUMMARY, draft__isnull=False)
        .select_related("draft__version", "draft__bureau", "draft__department")
        .first(),
        "table_count": asked.paper.table_count,
    }
    if asked.candidate:
        is_same = sent.get("mark") == asked.paper.mark
        lines = _lines(asked, sent if is_same else QueryDict())
        used = {line.chosen for line in lines}
        context |= {
            "year": asked.year,
            "sign_date": _iso(asked),
            "label": period_label(asked.year, _period(asked.candidate)),
            "lines": lines,
            "choices": CHOICES,
            "unused": [item.label for item in asked.candidate.targets if item.section.key not in used],
            "figures": _figure_lines(asked, sent if is_same else QueryDict()),
            "keep": KEEP,
            "mark": asked.paper.mark,
            "standing": asked.candidate.standing,
            "better": _better(asked),
            "is_twin_wanted": sent.get("twin") == "on",
            "needs_department": asked.candidate.is_of_department
            and asked.year_form.cleaned_data["department"] is None,
        }
    status = 422 if problem or (request.method == "POST" and asked.candidate is None) else 200
    return render(request, "intake/summary.html", context, status=status)


def _lines(asked: Asked, sent: QueryDict) -> list[Line]:
    if asked.candidate is None:
        return []
    usual = summaries.usual_places(asked.paper, asked.candidate)
    return [
        Line(place, section, sent.get(f"place-{place}", usual[place]), place in asked.candidate.keys)
        for place, section in enumerate(asked.paper.sections)
    ]


def _figure_lines(asked: Asked, sent: QueryDict) -> list[FigureLine]:
    return [
        FigureLine(item, sent.get(f"figure-{item.key}", item.usual if item.year == asked.year else KEEP))
        for item in asked.offers or ()
    ]


def _better(asked: Asked) -> tuple[Candidate, str] | None:
    """Where the chosen template stands beside no draft of the next year: the one that does, and its link."""
    if asked.candidate is None or not asked.candidates or not asked.candidate.standing.is_unlike:
        return None
    found = proposing.serving_candidate(asked.paper, asked.candidates)
    if found is None or found.existing:
        return None
    query = QueryDict(mutable=True)
    query.update({name: str(asked.year_form.data.get(name) or "") for name in ("year", "department")})
    query.update({"sign_date": _iso(asked), "version": str(found.version.pk)})
    return found, query.urlencode()


def _iso(asked: Asked) -> str:
    day = asked.year_form.cleaned_data["sign_date"]
    return day.isoformat() if day else ""


def _period(candidate: Candidate) -> str:
    return str(summaries.period_of(candidate.version.report_template.genre))
