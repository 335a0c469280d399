"""A phrase that would say a unit or a verb twice is told so; others are left alone."""

from pathlib import Path

import pytest

from edusum.library.files import read_library
from edusum.library.repeats import OPENINGS, repeated
from edusum.library.samples import Sampled, sample_figures
from edusum.library.vocabulary import FILTERS
from edusum.metrics.figures import Figure

FIXTURES = Path(__file__).parents[2] / "fixtures" / "library"


def metric(name, unit, now, before, kind="count", decimals=0):
    return Sampled(Figure(name, name, name, unit, kind, decimals), now, before)


FIGURES = sample_figures(
    [
        metric("教师数", "人", "1286", "1248"),
        metric("总数", "人", "2572", "2400"),
        metric("比率", "%", "98.7", "96", "percent", 1),
        metric("金额", "元", "125000000", "113000000", "money"),
        metric("名次", "位", "3", "4", "rank"),
        metric("机生比", "", "1:6.3", "1:6.5", "ratio", 1),
    ]
)


@pytest.mark.parametrize(
    ("source", "read_as", "word"),
    [
        ("现有教师{{ 教师数 }}人。", "1286人人", "后面的“人”"),
        ("达{{ 比率 }}%。", "98.7%%", "后面的“%”"),
        ("投入{{ 金额|亿元 }}亿元。", "1.25亿元亿元", "后面的“亿元”"),
        ("上年{{ 教师数|上年 }}人。", "1248人人", "后面的“人”"),
        ("{{ 比率|同比 }}个百分点。", "比上年提高2.7个百分点个百分点", "后面的“个百分点”"),
        ("占{{ 教师数|占比(总数) }}。", "占占50%", "前面的“占”"),
        ("增长{{ 教师数|同比 }}。", "增长比上年增长3%", "前面的“增长”"),
        ("比上年{{ 教师数|增减 }}。", "比上年比上年增加38人", "前面的“比上年”"),
        ("党组织达{{ 比率|全覆盖 }}。", "达覆盖率达98.7%", "前面的“达”"),
        ("{{ 教师数 }}，第{{ 名次 }}。", "第第3位", "前面的“第”"),
        ("{% if 教师数 > 0 %}教师{{ 教师数 }}人。{% endif %}", "1286人人", "后面的“人”"),
    ],
)
def test_what_would_be_read_twice_is_told_as_it_reads(source, read_as, word):
    (advice,) = repeated(source, FIGURES)
    assert f"会读成“{read_as}”" in advice
    assert advice.endswith(f"请删去{word}。")


@pytest.mark.parametrize(
    "source",
    [
        "教师{{ 教师数 }}，{{ 教师数|同比 }}，占{{ 比率 }}。",
        "教师{{ 教师数|数值 }}人，{{ 教师数 }}均有证。",
        "教师{{ 教师数 }}人均培训两次。",
        "机生比{{ 机生比|同比 }}，比上年{{ 教师数|增幅 }}。",
        "{{ 年度 }}年{{ 没有的 }}人。",
        "{% for 项 in [教师数] %}{{ 项 }}人{% endfor %}",
        "位居第三{{ 名次|位次 }}，{{ 比率|全覆盖 }}。",
    ],
)
def test_what_reads_well_is_left_alone(source):
    assert repeated(source, FIGURES) == ()


def test_the_filters_it_looks_at_are_there():
    assert OPENINGS.keys() <= FILTERS.keys()


def test_nothing_of_the_librarys_own_templates_would_be_read_twice():
    files = read_library(FIXTURES)
    figures = sample_figures(
        Sampled(
            Figure(
                metric.code,
                metric.fields["phrase_name"],
                metric.fields["name"],
                metric.fields["unit"],
                metric.fields["kind"],
                metric.fields["decimals"],
            ),
            metric.fields["sample"],
            metric.fields["sample_previous"],
        )
        for metric in files.metrics
    )
    sections = [section for template in files.templates for section in template.every_section()]
    texts = [phrase.text for section in sections for phrase in section.phrases]
    assert len(texts) > 1000
    assert [advice for text in texts for advice in repeated(text, figures)] == []
