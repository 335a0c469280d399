import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone
from lxml import html

from edusum.common.templatetags.edusum import BADGES, chinese_date, chinese_moment
from edusum.drafts.enums import SectionState
from edusum.library.enums import VersionState
from edusum.metrics.enums import State


def rendered(source, **context):
    return html.fromstring(Template(source).render(Context(context)))


@pytest.mark.parametrize("states", [SectionState, VersionState, State])
def test_every_state_has_its_word(states):
    assert {state.value: BADGES[state.value].label for state in states} == dict(states.choices)


def test_a_badge_is_word_colour_and_shape():
    badge = rendered('{% state_badge "writing" %}')
    assert (badge.get("class"), badge.text_content().strip(), len(badge.findall("svg/*"))) == (
        "badge-state tone-blue",
        "填写中",
        2,
    )


def test_a_badge_takes_other_words():
    badge = rendered('{% state_badge "gap" words %}', words="2 处<待补>")
    assert badge.text_content().strip() == "2 处<待补>"


def test_a_mark_tells_its_word_to_screen_readers():
    mark = rendered('{% state_mark "handed_in" %}')
    assert [node.text for node in mark.find_class("visually-hidden")] == ["已交"]


def test_every_badge_has_a_shape_that_is_drawn():
    assert [
        name for name in BADGES if not rendered("{% state_badge name %}", name=name).findall("svg/*")
    ] == []


def test_dates_are_written_the_chinese_way():
    late = dt.datetime(2026, 1, 7, 17, 30, tzinfo=dt.UTC)
    assert [chinese_date(dt.date(2026, 1, 8)), chinese_date(late), chinese_date(None)] == [
        "2026年1月8日",
        "2026年1月8日",
        "",
    ]


def test_moments_leave_out_this_year():
    now = timezone.localtime().replace(month=3, day=5, hour=9, minute=7)
    assert [chinese_moment(now), chinese_moment(now.replace(year=2020)), chinese_moment(None)] == [
        "3月5日 09:07",
        "2020年3月5日 09:07",
        "",
    ]
