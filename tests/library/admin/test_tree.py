"""Moving sections in the workshop: by the arrows of their rows, and by dragging."""

import pytest

from edusum.library import services
from tests.factories import SectionFactory, TemplateVersionFactory, published_version
from tests.library.admin.reading import lines_of, said, url, workshop

pytestmark = pytest.mark.django_db
DRAGGED = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def version():
    return TemplateVersionFactory()


@pytest.fixture
def tree(version):
    """一、甲 （甲一 甲二） 二、乙 三、丙"""
    first = SectionFactory(version=version, heading="甲")
    return {
        "甲": first,
        "甲一": SectionFactory(version=version, heading="甲一", parent=first, level=2),
        "甲二": SectionFactory(version=version, heading="甲二", parent=first, level=2),
        "乙": SectionFactory(version=version, heading="乙"),
        "丙": SectionFactory(version=version, heading="丙"),
    }


def outline(version):
    return " ".join(
        f"{'·' * depth}{section}{section.level}" for section, depth in services.section_tree(version)
    )


def step(desk, section, direction):
    return desk.post(url("section_move", section.pk), {"direction": direction}, follow=True)


def drag(desk, section, parent, index):
    sent = {"parent": "" if parent is None else parent.pk, "index": index}
    return desk.post(url("section_move", section.pk), sent, **DRAGGED)


def test_a_step_up_or_down_leads_back_to_the_row(desk, version, tree):
    page = step(desk, tree["甲"], "down")
    assert page.redirect_chain[-1][0] == f"{workshop(version)}#section-{tree['甲'].pk}"
    assert f'id="section-{tree["甲"].pk}"' in page.content.decode()
    assert said(page) == ["“甲”已下移一位。"]
    assert outline(version) == "乙1 甲1 ·甲一2 ·甲二2 丙1"
    assert said(step(desk, tree["丙"], "up")) == ["“丙”已上移一位。"]
    assert outline(version) == "乙1 丙1 甲1 ·甲一2 ·甲二2"


@pytest.mark.parametrize(
    ("name", "direction", "sentence"),
    [
        ("甲", "up", "“甲”已经在最前面，没有移动。"),
        ("丙", "down", "“丙”已经在最后面，没有移动。"),
        ("甲二", "down", "“甲二”已经在最后面，没有移动。"),
        ("乙", "shallower", "“乙”已经在最外层，没有移动。"),
        ("甲", "deeper", "“甲”前面没有同级章节，不能再放低一层。"),
    ],
)
def test_a_step_that_leads_nowhere_says_so(desk, version, tree, name, direction, sentence):
    before = outline(version)
    assert said(step(desk, tree[name], direction)) == [sentence]
    assert outline(version) == before


def test_deeper_goes_under_the_section_before_and_takes_the_level_there(desk, version, tree):
    assert said(step(desk, tree["乙"], "deeper")) == ["“乙”已移到“甲”下面，层次改为 2。"]
    assert outline(version) == "甲1 ·甲一2 ·甲二2 ·乙2 丙1"


def test_shallower_comes_behind_the_section_it_stood_under(desk, version, tree):
    assert said(step(desk, tree["甲一"], "shallower")) == ["“甲一”已移到最外层，层次改为 1。"]
    assert outline(version) == "甲1 ·甲二2 甲一1 乙1 丙1"


def test_what_stands_under_a_section_moves_along_by_as_many_levels(desk, version, tree):
    step(desk, tree["乙"], "up")
    step(desk, tree["甲"], "deeper")
    assert outline(version) == "乙1 ·甲2 ··甲一3 ··甲二3 丙1"
    step(desk, tree["甲"], "shallower")
    assert outline(version) == "乙1 甲1 ·甲一2 ·甲二2 丙1"


def test_a_dragged_section_is_answered_with_the_tree_as_it_stands(desk, version, tree):
    page = drag(desk, tree["丙"], tree["甲"], 1)
    assert (page.status_code, page.context["told"]) == (200, "“丙”已移到“甲”下面，层次改为 2。")
    assert [(line.marker, str(line.section), depth) for line, depth in lines_of(page)] == [
        ("一、", "甲", 0),
        ("（一）", "甲一", 1),
        ("（二）", "丙", 1),
        ("（三）", "甲二", 1),
        ("二、", "乙", 0),
    ]
    assert "<html" not in page.content.decode()
    assert drag(desk, tree["丙"], None, 0).context["told"] == "“丙”已移到最外层，层次改为 1。"
    assert outline(version) == "丙1 甲1 ·甲一2 ·甲二2 乙1"


def test_what_cannot_stand_there_is_refused_in_place(desk, version, tree):
    opening = SectionFactory(version=version, level=0, heading="", heading_form="none")
    before = outline(version)
    refusals = [drag(desk, opening, tree["甲"], 0), drag(desk, tree["甲"], tree["甲二"], 0)]
    assert [(page.status_code, page.context["refusal"]) for page in refusals] == [
        (409, "导语、结语（层次 0）只能放在最外层，请把上级章节留空。"),
        (409, "“甲”不能放到它自己下面。"),
    ]
    assert outline(version) == before


def test_a_branch_is_not_pushed_below_the_fourth_level(desk, version, tree):
    third = SectionFactory(version=version, heading="甲一一", parent=tree["甲一"], level=3)
    SectionFactory(version=version, heading="甲一一一", parent=third, level=4)
    before = outline(version)
    refusal = "“甲一”的下级章节移过去会超过 4 层，请先调整下级章节。"
    assert drag(desk, tree["甲一"], tree["甲二"], 0).context["refusal"] == refusal
    last = SectionFactory(version=version, heading="丁", parent=tree["丙"], level=4)
    refusal = "章节最多 4 层，“乙”不能放到第 4 层的章节下面。"
    assert drag(desk, tree["乙"], last, 0).context["refusal"] == refusal
    last.delete()
    assert outline(version) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"direction": "sideways"},
        {"parent": "", "index": ""},
        {"parent": "x", "index": "1"},
        {"parent": "999999", "index": "0"},
        {"parent": "", "index": "-1"},
    ],
)
def test_nonsense_is_not_found(desk, tree, sent):
    assert desk.post(url("section_move", tree["乙"].pk), sent).status_code == 404


def test_a_section_is_not_dragged_into_another_version(desk, version, tree):
    assert drag(desk, tree["乙"], SectionFactory(), 0).status_code == 404


def test_a_published_tree_is_not_moved_and_shows_no_arrows(desk):
    section = published_version().sections.get()
    page = drag(desk, section, None, 0)
    assert (page.status_code, "已经发布" in page.context["refusal"]) == (409, True)
    shown = desk.get(workshop(section.version)).content.decode()
    assert 'value="up"' not in shown
    assert "data-move" not in shown


def test_moving_is_not_done_by_looking(desk, tree):
    assert desk.get(url("section_move", tree["乙"].pk)).status_code == 405


def test_arrows_that_cannot_work_are_not_offered(desk, version, tree):
    lines = {str(line.section): set(line.steps) for line, _ in lines_of(desk.get(workshop(version)))}
    assert lines == {
        "甲": {"down"},
        "甲一": {"down", "shallower"},
        "甲二": {"up", "shallower", "deeper"},
        "乙": {"up", "down", "deeper"},
        "丙": {"up", "deeper"},
    }
