"""How figures, dates and units are written."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import cycle

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds


@seeds("style", aim="wide-digits")
def digits_twice_as_wide(paper: Paper) -> Iterator[Change]:
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    for found in re.finditer(r"(?<=[一-龥])\d{2,}(?:\.\d+)?%?(?=[一-龥，。])", paper.text):
        yield Change(*found.span(), found[0].translate(wide))


@seeds("style", "figures", aim="wrong-separator")
def a_number_divided_wrongly(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=[一-龥])(\d{5,6})(?=[人名所个元])", paper.text):
        yield Change(*found.span(), f"{found[1][:-2]},{found[1][-2:]}")
    for found in re.finditer(r"(?<=[一-龥])(\d{1,3},\d{2})\d(?=[人名所个元])", paper.text):
        yield Change(*found.span(), found[1])


@seeds("style", aim="range-dash")
def a_range_with_two_hyphens(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=\d{4})—(?=\d{4}年)", paper.text):
        yield Change(*found.span(), "--")


@seeds("style", aim="unit-style")
def a_unit_written_in_letters(paper: Paper) -> Iterator[Change]:
    for found, unit in zip(
        re.finditer(r"(?<=[\d万])平方米", paper.text), cycle(("平米", "㎡", "M2")), strict=False
    ):
        yield Change(*found.span(), unit)
    for found in re.finditer(r"(?<=\d)个百分点", paper.text):
        yield Change(*found.span(), "百分点")


@seeds("style", aim="mixed-numeral")
def a_number_half_in_hanzi(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=[一-龥])([1-9])(000|00)(?=余?[人元名份场节个件])", paper.text):
        yield Change(*found.span(), found[1] + ("千" if found[2] == "000" else "百"))


@seeds("residue", aim="no-such-day")
def a_day_that_is_not_there(paper: Paper) -> Iterator[Change]:
    for number, found in enumerate(re.finditer(r"(?<!\d)(\d{1,2})月(\d{1,2})日", paper.text)):
        yield Change(*found.span(), (f"{found[1]}月32日", "2月30日", f"13月{found[2]}日")[number % 3])


@seeds("residue", "words", aim="anniversary")
def an_anniversary_of_another_year(paper: Paper) -> Iterator[Change]:
    stops = [found.end() for found in re.finditer("。(?=\n)", paper.text)]
    told = (
        f"庆祝第{paper.year - 1985}个教师节，表彰先进教师60名。",
        f"各校开展庆祝新中国成立{paper.year - 1947}周年系列活动。",
        f"组织庆祝中国共产党成立{paper.year - 1922}周年歌咏比赛。",
    )
    for place, words in zip(stops, told, strict=False):
        yield Change(place, place, words)


@seeds("residue", aim="this-year")
def this_year_with_another_number(paper: Paper) -> Iterator[Change]:
    for found in re.finditer("(?<=[。，\n])今年(?=[，以一-龥])", paper.text):
        yield Change(found.end(), found.end(), f"（{paper.year - 1}年）")
    stops = [found.end() for found in re.finditer("。(?=\n)", paper.text)]
    for place in stops[1:2]:
        yield Change(place, place, f"今年（{paper.year - 1}年）以来，各项任务有序推进。")


@seeds("figures", "residue", aim="duration")
def days_that_do_not_fit_their_dates(paper: Paper) -> Iterator[Change]:
    stops = [found.end() for found in re.finditer("。(?=\n)", paper.text)]
    for number, place in enumerate(stops[:6]):
        yield Change(place, place, f"活动自3月{number + 1}日至3月{number + 20}日，历时{35 + number}天。")


@seeds("residue", "words", "figures", aim="wrong-weekday")
def a_weekday_that_does_not_fit(paper: Paper) -> Iterator[Change]:
    stops = [found.end() for found in re.finditer("。(?=\n)", paper.text)]
    for number, place in enumerate(stops[:4]):
        day = date(paper.year, 3 + number, 10 + number)
        wrong = "一二三四五六日"[(day.weekday() + 2 + number) % 7]
        told = f"{day.year}年{day.month}月{day.day}日（星期{wrong}）"
        yield Change(place, place, f"{told}，召开了调度会。")
