"""Words that are wrong, doubled, damaged, or out of their time."""

import re
from collections.abc import Iterator
from itertools import cycle

from opencc import OpenCC

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds
from tests.proofreading.seeding.slips import (
    BROKEN,
    CONTEXTS,
    NAMED,
    OUTDATED,
    SLIPS,
    SPUN,
    SPUN_PHRASES,
    TERMS,
    TRADITIONAL,
)

_PHRASE = re.compile("|".join(map(re.escape, sorted(SLIPS, key=len, reverse=True))))
_SPUN = re.compile("|".join(map(re.escape, sorted(SPUN, key=len, reverse=True))))
_TO_TRADITIONAL = OpenCC("s2t")
_END = re.compile(r"。(?=\n)")


@seeds("words", aim="never-right", most=60)
def a_wrong_homophone(paper: Paper) -> Iterator[Change]:
    for found in _PHRASE.finditer(paper.text):
        yield Change(*found.span(), SLIPS[found[0]])


@seeds("words", aim="never-right", most=50)
def a_wrong_homophone_in_a_new_sentence(paper: Paper) -> Iterator[Change]:
    """Every slip once over all papers, in a clause of its own."""
    mine = sum(map(ord, paper.name))
    ends = [found.end() for found in _END.finditer(paper.text)]
    wrong = [wrong for right, wrong in SLIPS.items() if len(right) >= 4]
    for number, place in enumerate(ends):
        words = wrong[(mine * 7 + number) % len(wrong)]
        yield Change(place, place, f"在这项工作中，各校{words}。" if number % 2 else f"会议强调，要{words}。")


@seeds("words", aim="particles")
def the_wrong_particle(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(
        r"(?:较好|扎实|有效|深入|认真|逐步|不断|充分|科学|积极|圆满|稳妥)地(?=[一-龥]{2})", paper.text
    ):
        yield Change(found.end() - 1, found.end(), "的")


@seeds("words", aim="particles")
def the_wrong_particle_in_a_new_sentence(paper: Paper) -> Iterator[Change]:
    told = cycle(
        (
            "各校认真的落实了工作要求",
            "全局上下扎实的推进各项工作",
            "各科室较好的完成了年度任务",
            "学校有效的化解了矛盾",
        )
    )
    for found, words in zip(_END.finditer(paper.text), told, strict=False):
        yield Change(found.end(), found.end(), f"{words}。")


@seeds("words", aim="repeated-words")
def a_word_typed_twice(paper: Paper) -> Iterator[Change]:
    words = r"(?:工作|教育|学校|学生|教师|组织|开展|落实|加强|提高|完成|推进|建设|管理|实施|全面|进一步|活动)"
    for found in re.finditer(rf"(?<=[一-龥]){words}(?=[一-龥，。])", paper.text):
        if paper.text[found.end() : found.end() + len(found[0])] != found[0]:
            yield Change(found.end(), found.end(), found[0])


@seeds("words", aim="repeated-signs")
def a_small_word_typed_twice(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=[一-龥]{2})[的了和在是与为](?=[一-龥]{2})", paper.text):
        if paper.text[found.end()] != found[0] and paper.text[found.start() - 1] != found[0]:
            yield Change(found.end(), found.end(), found[0])


@seeds("words", aim="traditional-mixed")
def a_traditional_character(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(f"[{''.join(TRADITIONAL)}]", paper.text):
        yield Change(*found.span(), TRADITIONAL[found[0]])


@seeds("words", "residue", aim="spun-word")
def a_word_spun(paper: Paper) -> Iterator[Change]:
    for found in _SPUN.finditer(paper.text):
        yield Change(*found.span(), SPUN[found[0]])


@seeds("words", "residue", aim="outdated-office")
def an_office_out_of_its_time(paper: Paper) -> Iterator[Change]:
    yield from _outdated(paper, "outdated-office")


@seeds("words", "residue", aim="outdated-law")
def a_law_out_of_its_time(paper: Paper) -> Iterator[Change]:
    yield from _outdated(paper, "outdated-law")


@seeds("words", "residue", aim="outdated-term")
def a_term_out_of_its_time(paper: Paper) -> Iterator[Change]:
    yield from _outdated(paper, "outdated-term")


def _outdated(paper: Paper, kind: str) -> Iterator[Change]:
    outdated = [words for since, words, aim in OUTDATED if paper.year >= since and aim == kind]
    for found, words in zip(_END.finditer(paper.text), cycle(outdated) if outdated else (), strict=False):
        yield Change(found.end(), found.end(), f"{words}。")


_WRONG = re.compile("|".join(map(re.escape, TERMS)))
_BROKEN = re.compile("|".join(map(re.escape, BROKEN)))
_NAMED = re.compile("|".join(map(re.escape, NAMED)))


@seeds("words", aim="wrong-word")
def a_word_for_another(paper: Paper) -> Iterator[Change]:
    """Both are words; only what stands around tells that it is the wrong one."""
    start = sum(map(ord, paper.name)) % len(CONTEXTS)
    for found, words in zip(_END.finditer(paper.text), (CONTEXTS * 2)[start:], strict=False):
        yield Change(found.end(), found.end(), f"{words}。")


@seeds("words", aim="term-slip")
def a_wrong_sign_in_a_set_phrase(paper: Paper) -> Iterator[Change]:
    for found in _WRONG.finditer(paper.text):
        yield Change(*found.span(), TERMS[found[0]])


@seeds("words", aim="broken-term")
def a_set_phrase_broken(paper: Paper) -> Iterator[Change]:
    for found in _BROKEN.finditer(paper.text):
        yield Change(*found.span(), BROKEN[found[0]])


@seeds("words", aim="fixed-name")
def a_set_name_told_wrongly(paper: Paper) -> Iterator[Change]:
    for found in _NAMED.finditer(paper.text):
        yield Change(*found.span(), NAMED[found[0]])


@seeds("words", "style", aim="quoted-congress")
def a_congress_in_quotes(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("党的(十[七八九]大|二十大)(?=精神)", paper.text):
        yield Change(*found.span(1), f"“{found[1]}”")


@seeds("words", aim="bank-card")
def a_bank_card(paper: Paper) -> Iterator[Change]:
    for found in _END.finditer(paper.text):
        yield Change(found.end(), found.end(), "助学金打入张老师的卡（卡号6222021234567890128）。")


@seeds("words", aim="traditional-paper")
def a_whole_paper_in_traditional_signs(paper: Paper) -> Iterator[Change]:
    yield Change(0, len(paper.text), _TO_TRADITIONAL.convert(paper.text), around=(0, len(paper.text)))


@seeds("words", aim="spun-paper")
def a_whole_paper_spun(paper: Paper) -> Iterator[Change]:
    """A phrase of the kind in each of its first paragraphs, and wherever else a word has its like."""
    spun = _SPUN.sub(lambda found: SPUN[found[0]], paper.text)
    for phrase in SPUN_PHRASES:
        spun = _END.sub(f"。{phrase}。".replace("。", "\ufffc", 1), spun, count=1)
    yield Change(0, len(paper.text), spun.replace("\ufffc", "。"), around=(0, len(paper.text)))
