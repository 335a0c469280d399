from collections.abc import Iterator
from decimal import Decimal

from edusum.library.linking import Linker
from edusum.library.mentions import Lexicon
from edusum.metrics.figures import Figure
from edusum.metrics.figures import Reading as Value
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.reading import Reading


def library_figure(reading: Reading) -> Iterator[Hit]:
    linker = reading.known.linker
    if linker is None:
        return
    for spot in linker.spots(reading.text):
        if spot.kind not in ("contradicts", "previous") or reading.is_linked(spot.start, spot.end):
            continue
        figure = reading.known.figures.get(spot.name)
        label = figure.label if figure else spot.name
        choice = spot.choices[0] if spot.choices else None
        is_old = spot.kind == "previous"
        yield Hit(
            spot.start,
            spot.end,
            f"这里像是指标“{label}”上一年的数字，请核对。"
            if is_old
            else f"这里的数字与指标库中的“{label}”不一致，请核对。",
            evidence=f"指标库中为{choice.printed}，文中为{reading.text[spot.start : spot.end]}"
            if choice
            else spot.words,
            fix=Fix(spot.start, spot.end, choice.printed, f"改为“{choice.printed}”")
            if choice and not is_old
            else None,
            severity="suspect" if is_old else None,
        )


def _figure(name: str, unit: str, now: str, before: str, kind: str, decimals: int) -> Figure:
    return Figure(
        code=name,
        name=name,
        label=name,
        unit=unit,
        kind=kind,
        decimals=decimals,
        current=Value("filled", Decimal(now)),
        previous=Value("filled", Decimal(before)),
    )


_FIGURES = {
    figure.name: figure
    for figure in (
        _figure("幼儿园数", "所", "84", "79", "count", 0),
        _figure("专任教师数", "人", "5704", "5612", "count", 0),
        _figure("学前三年毛入园率", "%", "93.6", "91.8", "percent", 1),
    )
}
_KNOWN = Known(
    year=2025, figures=_FIGURES, linker=Linker(_FIGURES, Lexicon(_FIGURES, {}), year=2025, own=["全县"])
)

RULES = (
    Rule(
        code="library-figure",
        family="figures",
        title="与指标库不一致",
        severity="error",
        kind="arithmetic",
        authority="本系统惯例：材料中的数据以指标库为准",
        about="把写明了指标名称的数字与本单位指标库对照。由指标自动带出的数字不查，说的是目标、往年、外地时不作判断。",
        find=library_figure,
        cases=(
            Case("全县专任教师5407人，队伍保持稳定。", ("5407人",), _KNOWN),
            Case("全县专任教师5704人，队伍保持稳定。", (), _KNOWN),
            Case("学前三年毛入园率达到96.3%。", ("96.3%",), _KNOWN),
            Case("学前三年毛入园率达到91.8%。", ("91.8%",), _KNOWN),
            Case("全县专任教师4704人。", ("4704人",), _KNOWN),
            Case("学前三年毛入园率达到93.6%。", (), _KNOWN),
            Case("力争学前三年毛入园率达到95%。", (), _KNOWN),
            Case("去年学前三年毛入园率为91.8%。", (), _KNOWN),
            Case("全省学前三年毛入园率为90.1%。", (), _KNOWN),
            Case("学前三年毛入园率由91.8%提高到93.6%。", (), _KNOWN),
            Case("全县专任教师5407人，队伍保持稳定。"),
        ),
    ),
)
