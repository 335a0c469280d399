"""The office's own sections when the draft goes to a newer version, and in the draft of the next year."""

import pytest
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.carrying import a_year_on, carried
from edusum.drafts.moving import MovePlan, move_draft
from edusum.drafts.outline import read_outline
from edusum.drafts.outlining import add_section, place_section, rename_section
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import VersionState
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    SectionFactory,
    TemplateVersionFactory,
    exhibit_of,
    member,
)

pytestmark = pytest.mark.django_db

FIRST = {"甲": "", "甲一": "甲", "甲二": "甲", "乙": "", "丙": ""}


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, editor):
    return services.start_draft(bureau=bureau, year=2024, version=_published(FIRST), actor=editor)


# A newer version


def test_own_sections_other_headings_and_places_stay(draft, editor):
    row = _add(draft, editor, "新", beside="甲一")
    _save(row, "新的话。", editor)
    rename_section(section_text=_row(draft, "乙"), heading="乙新说", actor=editor)
    place_section(section_text=_row(draft, "丙"), parent=None, index=0, actor=editor)
    _move(draft, editor, {"甲": "", "甲一": "甲", "甲零": "甲", "甲二": "甲", "乙": "", "丁": "", "丙": ""})
    assert _shown(draft) == [
        "一、丙",
        "二、甲",
        "-（一）甲一",
        "-（二）甲零",
        "-（三）新",
        "-（四）甲二",
        "三、乙新说",
        "四、丁",
    ]
    row.refresh_from_db()
    assert (row.text, [item.action for item in row.revisions.all()]) == ("新的话。", ["save", "add"])


def test_what_loses_its_parent_comes_below_the_next_one_above_and_the_page_tells(client, draft, editor):
    _add(draft, editor, "新", beside="甲一", where="below")
    _add(draft, editor, "新一", beside="新", where="below")
    version = _revised(draft, {"甲": "", "甲二": "甲", "乙": "", "丙": ""})
    plan = MovePlan(draft, version)
    notes = {item.after.heading: item.notes for item in plan.sections if item.after and item.notes}
    assert notes == {"新": ["上级“（一）甲一”没有了，移到别处"]}
    client.force_login(editor)
    page = client.get(reverse("drafts:draft_version", args=[draft.pk])).content.decode()
    assert "上级“（一）甲一”没有了，移到别处" in page
    move_draft(draft=draft, version=version, actor=editor)
    draft.refresh_from_db()
    assert _shown(draft) == ["一、甲", "-（一）甲二", "-（二）新", "--1.新一", "二、乙", "三、丙"]


def test_without_any_parent_left_it_comes_outermost(draft, editor):
    _add(draft, editor, "新", beside="甲一", where="below")
    _move(draft, editor, {"乙": "", "丙": ""})
    assert _shown(draft) == ["一、乙", "二、丙", "三、新"]


def test_a_section_that_only_stood_in_order_goes_where_the_newer_version_has_it(draft, editor):
    _add(draft, editor, "新", beside="甲一")
    _move(draft, editor, {"甲": "", "甲一": "甲", "乙": "", "甲二": "乙", "丙": ""})
    assert _shown(draft) == ["一、甲", "-（一）甲一", "-（二）新", "二、乙", "-（一）甲二", "三、丙"]


def test_a_section_the_office_put_elsewhere_stays_there(draft, editor):
    place_section(section_text=_row(draft, "甲二"), parent=_row(draft, "丙"), index=0, actor=editor)
    _move(draft, editor, {"甲": "", "甲一": "甲", "乙": "", "甲二": "乙", "丙": ""})
    assert _shown(draft) == ["一、甲", "-（一）甲一", "二、乙", "三、丙", "-（一）甲二"]


def test_an_own_section_is_never_left_behind(client, draft, editor):
    row = _add(draft, editor, "新", beside="丙")
    _save(row, "新的话。", editor)
    _save(_row(draft, "丙"), "丙的话。", editor)
    _move(draft, editor, {"甲": "", "乙": ""})
    client.force_login(editor)
    page = client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
    assert "现用模板里没有的章节：1 节" in page
    row.refresh_from_db()
    assert (row.is_left_behind, row.is_omitted) == (False, False)


# The next year


def test_own_sections_are_proposed_where_they_stood_without_their_words(draft, bureau, editor):
    department = DepartmentFactory(bureau=bureau)
    row = _add(draft, editor, "新", beside="甲一", department=department)
    _add(draft, editor, "新一", beside="新", where="below")
    _save(row, "去年的话。", editor)
    this = _next_year(draft, editor)
    assert _shown(this)[:5] == ["一、甲", "-（一）甲一", "-（二）新", "--1.新一", "-（三）甲二"]
    found = _row(this, "新")
    assert (found.text, found.state, found.department, found.due_on) == (None, "untouched", department, None)
    assert [(item.action, item.note) for item in found.revisions.all()] == [
        ("add", "上年自己加的章节，照2024年的带来")
    ]
    assert "上年自己加的章节“新”、“新一”（不用的请到“调整章节”删去）" in carried(this).words


def test_a_year_in_a_heading_goes_on_with_the_paper(draft, editor):
    _add(draft, editor, "2025年工作打算", beside="丙")
    assert _shown(_next_year(draft, editor))[-1] == "四、2026年工作打算"
    assert a_year_on("2024年和2023年、12024年", 2025) == "2025年和2023年、12024年"


def test_a_heading_the_office_changed_is_so_called_again_a_year_on(draft, editor):
    rename_section(section_text=_row(draft, "乙"), heading="2024年的乙", actor=editor)
    this = _next_year(draft, editor)
    assert _shown(this)[-2:] == ["二、2025年的乙", "三、丙"]
    told = [(item.action, item.note) for item in _row(this, "2025年的乙").revisions.all()]
    assert told == [("rename", "上年改过的标题，原标题“乙”")]
    assert "上年改过的标题 1 个" in carried(this).words


def test_what_last_year_left_out_or_this_years_template_has_is_not_proposed(draft, bureau, editor):
    left_out = _add(draft, editor, "略去的", beside="丙")
    left_out.is_omitted = True
    left_out.save()
    _add(draft, editor, "丁", beside="丙")
    version = _revised(draft, {**FIRST, "丁": ""})
    this = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    assert not this.section_texts.filter(section=None).exists()


def test_a_department_that_is_gone_leaves_the_section_to_the_office(draft, bureau, editor):
    department = DepartmentFactory(bureau=bureau)
    _add(draft, editor, "新", beside="丙", department=department)
    department.is_active = False
    department.save()
    assert _row(_next_year(draft, editor), "新").department is None


def test_its_tables_and_charts_come_along(draft, editor):
    exhibit_of(MetricDefinitionFactory(), section_text=_add(draft, editor, "新", beside="丙"), caption="表")
    assert [item.caption for item in _row(_next_year(draft, editor), "新").exhibits.all()] == ["表"]


# What the tests say in short


def _published(tree, **fields):
    version = TemplateVersionFactory(**fields)
    sections = {}
    for heading, parent in tree.items():
        level = sections[parent].level + 1 if parent else 1
        sections[heading] = SectionFactory(
            version=version, key=KEYS[heading], heading=heading, parent=sections.get(parent), level=level
        )
    TemplateVersion.objects.filter(
        report_template=version.report_template, state=VersionState.PUBLISHED
    ).update(state=VersionState.RETIRED)
    version.state = VersionState.PUBLISHED
    version.save()
    return version


KEYS = {heading: f"s{number}" for number, heading in enumerate([*FIRST, "甲零", "丁"])}


def _revised(draft, tree):
    return _published(tree, report_template=draft.report_template)


def _move(draft, editor, tree):
    move_draft(draft=draft, version=_revised(draft, tree), actor=editor)
    draft.refresh_from_db()


def _next_year(draft, editor):
    return services.start_draft(bureau=draft.bureau, year=2025, version=draft.version, actor=editor)


def _add(draft, editor, heading, *, beside, where="after", **fields):
    return add_section(
        draft=draft, heading=heading, beside=_row(draft, beside), where=where, actor=editor, **fields
    )


def _save(row, text, editor):
    seen = services.mark_of(services.standing_text(row, draft_sources(row.draft)))
    services.save_section(section_text=row, text=text, seen=seen, actor=editor)


def _row(draft, heading):
    return next(place.row for place in read_outline(draft) if str(place) == heading)


def _shown(draft):
    return [f"{'-' * item.depth}{item.title}" for item in read_draft(draft, draft_sources(draft))]
