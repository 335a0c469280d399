"""Papers of earlier years to begin a section from: what is found by itself, what can be chosen."""

import pytest
from django.urls import reverse

from edusum.drafts.basing import LastYear
from edusum.drafts.earlier import MOST_PAPERS, EarlierPapers
from edusum.drafts.reading import draft_sources
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
HEADINGS = {"护航平安校园，完善安全制度": ["安全稳定。"], "其他": ["平稳。"]}


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", short_name="区教育局")


@pytest.fixture
def draft(bureau):
    return started_draft(bureau=bureau, version=published_version(HEADINGS), year=2026)


def paper(bureau, headings, *, year=2025, **of_template):
    version = published_version({heading: ["全年开展演练132次。"] for heading in headings})
    for name, value in of_template.items():
        setattr(version.report_template, name, value)
    version.report_template.save()
    return started_draft(bureau=bureau, version=version, year=year)


def section(draft, number=0):
    return list(draft.section_texts.order_by("pk"))[number]


def found(draft, number=0):
    before = EarlierPapers(draft).answering(section(draft, number))
    return (before.title, before.is_guess) if before else None


def finished(draft):
    draft.section_texts.update(state="approved", text="写完了。")
    return draft


def test_a_heading_that_shares_words_is_found_and_told_to_be_a_guess(bureau, draft):
    paper(bureau, ["筑牢校园安全防线", "学前教育"])
    assert found(draft) == ("一、筑牢校园安全防线", True)
    assert found(draft, 1) is None


def test_the_same_heading_goes_before_one_that_is_alike_and_marks_and_years_do_not_count(bureau, draft):
    row = section(draft)
    row.own_heading = "2026年安全工作"
    row.save()
    paper(bureau, ["安全工作，2025年", "校园安全工作"])
    assert found(draft) == ("一、安全工作，2025年", False)


def test_last_half_years_paper_serves_a_paper_of_the_year_when_no_other_does(bureau, draft):
    half = paper(bureau, ["其他"], genre="half_year_summary")
    half.period = "first_half"
    half.save()
    assert found(draft, 1) == ("一、其他", False)
    paper(bureau, ["其他", "学前教育"])
    assert EarlierPapers(draft).answering(section(draft, 1)).draft.period == "year"


@pytest.mark.parametrize("genre", ["key_points", "speech"])
def test_a_paper_of_another_kind_does_not_answer_by_itself(bureau, draft, genre):
    paper(bureau, ["其他"], genre=genre)
    assert found(draft, 1) is None


def test_a_section_without_words_is_neither_found_nor_offered(bureau, draft):
    last = paper(bureau, ["其他"])
    last.section_texts.update(text="", state="writing")
    assert found(draft, 1) is None
    assert EarlierPapers(draft).choices == []


def test_all_papers_of_last_year_and_older_ones_that_are_finished_can_be_chosen(bureau, draft):
    last = paper(bureau, ["学前教育", "其他"])
    points = paper(bureau, ["重点"], genre="key_points")
    older = finished(paper(bureau, ["旧的"], year=2023))
    paper(bureau, ["没写完"], year=2023)
    finished(paper(bureau, ["太早"], year=2020))
    finished(paper(BureauFactory(), ["别处"], year=2025))
    finished(paper(bureau, ["今年"], year=2026))
    assert EarlierPapers(draft).choices == [
        (points.title, [(section(points).pk, "一、重点")]),
        (last.title, [(section(last).pk, "一、学前教育"), (section(last, 1).pk, "二、其他")]),
        (older.title, [(section(older).pk, "一、旧的")]),
    ]


def test_an_omitted_section_and_what_stands_below_can_not_be_chosen(bureau, draft):
    last = paper(bureau, ["学前教育", "其他"])
    row = section(last)
    row.is_omitted = True
    row.save()
    ((_, listed),) = EarlierPapers(draft).choices
    assert listed == [(section(last, 1).pk, "一、其他")]
    assert EarlierPapers(draft).chosen(row.pk) is None


def test_only_so_many_papers_are_offered(bureau, draft):
    for _ in range(MOST_PAPERS + 1):
        paper(bureau, ["一节"])
    assert len(EarlierPapers(draft).choices) == MOST_PAPERS


def test_what_is_offered_takes_as_many_queries_for_many_papers_as_for_one(bureau, draft):
    paper(bureau, ["学前教育"])
    one = queries_of(lambda: EarlierPapers(draft).choices)
    paper(bureau, ["学前教育", "其他"])
    finished(paper(bureau, ["学前教育", "其他", "再其他"], year=2024))
    assert queries_of(lambda: EarlierPapers(draft).choices) == one


def test_what_is_found_takes_as_many_queries_for_many_papers_as_for_one(bureau, draft):
    paper(bureau, ["校园安全防线"])
    one = queries_of(lambda: found(draft))
    paper(bureau, ["学前教育", "其他一些"])
    paper(bureau, ["职业教育", "再其他一些"])
    assert queries_of(lambda: found(draft)) == one


def test_the_department_helps_to_find_the_section(bureau, draft):
    safety = DepartmentFactory(bureau=bureau)
    last = paper(bureau, ["守好底线", "学前教育"])
    for row in (section(last), section(draft)):
        row.department = safety
        row.save()
    assert found(draft) == ("一、守好底线", True)


def test_words_of_two_years_ago_move_by_two_years_and_their_numbers_are_held_against_that_year(bureau, draft):
    metric = MetricDefinitionFactory(name="应急演练次数", unit="次", synonyms=["演练"])
    for year, value in ((2024, 118), (2025, 132), (2026, 140)):
        MetricValueFactory(metric=metric, bureau=bureau, year=year, value=value)
    older = finished(paper(bureau, ["安全"], year=2024))
    row = section(older)
    row.text = "2024年，比2023年更稳。应急演练次数118次。2025年工作打算另报。"
    row.save()
    last = LastYear(draft, section(draft), draft_sources(draft).figures, chosen=row.pk)
    assert last.base.text == "2026年，比2025年更稳。应急演练次数{{ 应急演练次数 }}。2027年工作打算另报。"
    assert (last.base.replaced[0].found, last.base.replaced[0].printed) == ("118次", "140次")


# The pages


@pytest.fixture
def last(bureau):
    return paper(bureau, ["学前教育", "职业教育"])


@pytest.fixture
def writer(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


def base_url(draft):
    return reverse("drafts:section_base", args=[draft.pk, section(draft).pk])


def desk_url(draft):
    return reverse("drafts:section_edit", args=[draft.pk, section(draft).pk])


def test_where_nothing_is_found_the_page_offers_the_papers_to_choose_from(client, draft, last, writer):
    html = client.get(base_url(draft)).content.decode()
    assert "没有找到上年与本节相同的一节" in html
    assert f'<optgroup label="{last.title}">' in html
    assert f'<option value="{section(last, 1).pk}">二、职业教育</option>' in html


def test_what_was_chosen_is_shown_and_stays_beside_the_section_until_it_is_given_up(
    client, draft, last, writer
):
    chosen = section(last, 1)
    html = client.get(base_url(draft), {"from": chosen.pk}).content.decode()
    assert f"您选的：《{last.title}》二、职业教育" in html
    assert "全年开展演练132次。" in html
    for url in (base_url(draft), desk_url(draft)):
        assert client.get(url).content.decode().count("您选的：") == 1
    client.get(base_url(draft), {"from": ""})
    assert "您选的：" not in client.get(desk_url(draft)).content.decode()


def test_a_chosen_section_that_is_gone_is_forgotten(client, draft, last, writer):
    client.get(base_url(draft), {"from": section(last).pk})
    last.section_texts.all().delete()
    assert "您选的：" not in client.get(desk_url(draft)).content.decode()


def test_another_bureaus_section_is_not_found(client, draft, writer):
    stranger = section(paper(BureauFactory(), ["学前教育"]))
    assert client.get(base_url(draft), {"from": stranger.pk}).status_code == 404


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30, "0"])
def test_what_is_no_section_is_not_found(client, draft, last, writer, sent):
    assert client.get(base_url(draft), {"from": sent}).status_code == 404


def test_a_section_of_this_year_is_not_found(client, draft, writer, bureau):
    same = section(paper(bureau, ["学前教育"], year=2026))
    assert client.get(base_url(draft), {"from": same.pk}).status_code == 404


def test_the_parts_for_scripts_are_the_choice_and_then_the_words(client, draft, last, writer):
    asked = {"headers": {"HX-Request": "true"}}
    choice = client.get(base_url(draft), {"part": "choose"}, **asked).content.decode()
    assert ("<html" not in choice, "<select" in choice) == (True, True)
    words = client.get(base_url(draft), {"part": "previous", "from": section(last).pk}, **asked)
    html = words.content.decode()
    assert ("<html" not in html, "全年开展演练132次。" in html) == (True, True)


def test_without_any_paper_before_it_says_so(client, draft, writer):
    assert "还没有以前的材料可选" in client.get(base_url(draft)).content.decode()
