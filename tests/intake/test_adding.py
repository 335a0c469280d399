import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.intake.adding import add_heading, add_quantity
from edusum.intake.correcting import correct_heading
from edusum.intake.models import FoundQuantity
from edusum.orgs.enums import Role
from tests.factories import MetricDefinitionFactory, SourceDocumentFactory, member

pytestmark = pytest.mark.django_db

TEXT = "2024年工作总结\n一、学校\n走访家庭若干，家访四十八户；又家访四十八户。\n结对一所。"


@pytest.fixture
def document():
    return SourceDocumentFactory()


@pytest.fixture
def editor(document):
    return member(document.bureau, Role.EDITOR)


@pytest.fixture
def bare():
    """A paper in which nothing was found."""
    document = SourceDocumentFactory(text=TEXT)
    document.quantities.all().delete()
    return document


def added(document, words, *, label="家访户数", value="", unit="", start=None, actor=None):
    quantity = FoundQuantity(label=label, value=value, unit=unit, role="actual")
    return add_quantity(
        document=document,
        quantity=quantity,
        words=words,
        start=start,
        actor=actor or member(document.bureau, Role.EDITOR),
    )


def test_a_heading_that_was_overlooked_is_added_with_its_mark(document, editor):
    heading = add_heading(document=document, text="新建学校3所", level=2, actor=editor)
    text = document.source_text.text
    assert (text[heading.start : heading.end], heading.level, heading.marker, heading.is_run_in) == (
        "新建学校3所",
        2,
        "",
        True,
    )
    with pytest.raises(EdusumError, match="没有找到"):
        add_heading(document=document, text="没有这句", level=1, actor=editor)


def test_a_heading_that_was_struck_out_comes_back_when_it_is_added(document, editor):
    heading = document.headings.first()
    heading.is_kept = False
    correct_heading(heading=heading, actor=editor)
    again = add_heading(document=document, text="一、学前教育普惠发展", level=1, actor=editor)
    assert (again.pk, again.is_kept, again.marker, again.words) == (
        heading.pk,
        True,
        "一、",
        "学前教育普惠发展",
    )


def test_a_heading_is_added_where_the_words_were_selected():
    document = SourceDocumentFactory(text="2024年总结\n学校建设\n上半年抓学校建设。")
    document.headings.all().delete()
    place = document.source_text.text.rindex("学校建设")
    editor = member(document.bureau, Role.EDITOR)
    assert add_heading(document=document, text="学校建设", level=1, actor=editor, start=place).start == place
    again = add_heading(document=document, text="学校建设", level=1, actor=editor, start=place)
    assert again.start == document.source_text.text.index("学校建设")


def test_a_figure_that_was_overlooked_is_read_from_its_words(bare):
    row = added(bare, " 家访四十八户 ")
    text = bare.source_text.text
    assert (text[row.start : row.end], row.value, row.unit, row.for_year, row.is_added, row.is_kept) == (
        "四十八户",
        "48",
        "户",
        2024,
        True,
        True,
    )
    assert row.quote == text[row.quote_start :][: len(row.quote)] == "走访家庭若干，家访四十八户"


def test_the_same_words_are_found_a_second_time_or_where_they_were_selected(bare):
    text = bare.source_text.text
    first = added(bare, "四十八户")
    second = added(bare, "四十八户")
    assert (first.start, second.start) == (text.index("四十八户"), text.rindex("四十八户"))
    with pytest.raises(EdusumError, match="已经在列"):
        added(bare, "四十八户", start=first.start)


def test_what_a_person_types_leads_before_what_is_read(bare):
    row = added(bare, "若干", value="30", unit="户")
    text = bare.source_text.text
    assert (row.value, row.unit, text[row.start : row.end]) == ("30", "户", "若干")


def test_words_without_a_number_need_a_value(bare):
    with pytest.raises(EdusumError, match="没有读出数值"):
        added(bare, "若干")
    with pytest.raises(EdusumError, match="没有找到"):
        added(bare, "没有这句3户")
    assert not bare.quantities.exists()


def test_an_added_figure_takes_the_metric_that_is_certain(bare):
    metric = MetricDefinitionFactory(name="家访户数", unit="户")
    assert added(bare, "四十八户").metric == metric


def test_a_figure_that_was_struck_out_comes_back_as_a_persons(document, editor):
    row = document.quantities.first()
    words = document.source_text.text[row.start : row.end]
    document.quantities.filter(pk=row.pk).update(is_kept=False)
    again = added(document, words, label="新的名目", start=row.start, actor=editor)
    assert list(document.quantities.filter(start=row.start)) == [again]
    assert (again.label, again.is_added) == ("新的名目", True)


def test_only_who_takes_papers_in_adds_to_them(document):
    with pytest.raises(PermissionDenied):
        added(document, "48所", actor=member(document.bureau, Role.DEPUTY))
