"""Papers with slips nobody thought of: signs lost, doubled, swapped and put in where they make no sense."""

import random

import pytest

from edusum.document.readers.source import from_text
from tests.proofreading.papers import papers
from tests.proofreading.test_hostile import is_sane

SIGNS = (
    "，。、；：,.;:%％（）()“”《》 \t　0123456789一二三四五十百千万亿年月日人所个元"
    "是共其中占比增减上由至到余约的了等每均—～-×X*_/"
)
SHORT, LONG = 120, 3_000


@pytest.mark.parametrize("seed", range(4))
def test_damaged_papers_are_looked_through(seed):
    look_through(seed, SHORT // 4)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(10, 14))
def test_very_many_damaged_papers_are_looked_through(seed):
    look_through(seed, LONG // 4)


def look_through(seed, count):
    chance = random.Random(seed)
    lines = [line for paper in papers() for line in paper.text.split("\n") if len(line) > 12]
    for number in range(count):
        text = damaged("\n".join(chance.sample(lines, chance.randint(3, 10))), chance)
        try:
            is_sane(from_text(text))
        except Exception as error:
            raise AssertionError(f"paper {number} of seed {seed}: {text}") from error


def damaged(text, chance):
    """With two to fourteen changes; a run of signs may be lost or told twice."""
    for _ in range(chance.randint(2, 14)):
        place = chance.randrange(len(text))
        sign, length = chance.choice(SIGNS), chance.randint(2, 9)
        text = chance.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + sign + text[place:],
                text[:place] + sign + text[place + 1 :],
                text[: place + length] + text[place : place + length] + text[place + length :],
                text[:place] + text[place + length :],
            )
        )
    return text
