import pytest
from django.core.exceptions import PermissionDenied

from edusum.intake.correcting import (
    describe,
    give_metric,
    restore_characters,
    simplify_document,
)
from edusum.orgs.enums import Role
from tests.factories import MetricDefinitionFactory, SourceDocumentFactory, member

pytestmark = pytest.mark.django_db

TWICE = "2024年工作总结\n一、学校\n新建学校3所。\n二、计划\n新建学校5所，维修学校2所。"


@pytest.fixture
def document():
    return SourceDocumentFactory()


@pytest.fixture
def editor(document):
    return member(document.bureau, Role.EDITOR)


def test_figures_follow_the_year_of_the_paper_unless_a_person_set_theirs(document, editor):
    kept = document.quantities.first()
    kept.for_year = 2020
    kept.save()
    document.year = 2023
    describe(document=document, actor=editor)
    years = dict(document.quantities.values_list("pk", "for_year"))
    assert (years.pop(kept.pk), set(years.values())) == (2020, {2023})


def test_a_metric_is_given_to_all_figures_of_the_label(editor):
    document = SourceDocumentFactory(text=TWICE)
    editor = member(document.bureau, Role.EDITOR)
    metric = MetricDefinitionFactory(name="新开工学校数目", unit="所")
    row = document.quantities.get(value="3")
    document.quantities.update(role="actual")
    document.quantities.exclude(value="2").update(label="新建学校数")
    row.refresh_from_db()
    merged = give_metric(quantity=row, metric=metric, actor=editor, with_same=True)
    assert (merged.count, merged.is_learnt) == (2, False)
    assert {item.value for item in document.quantities.filter(metric=metric, is_metric_confirmed=True)} == {
        "3",
        "5",
    }
    give_metric(quantity=row, metric=None, actor=editor, with_same=True)
    assert not document.quantities.filter(metric=metric).exists()


def test_who_keeps_metrics_teaches_a_synonym_and_others_do_not(document, editor):
    metric = MetricDefinitionFactory(name="幼儿园总量", unit="所", synonyms=[])
    row = document.quantities.first()
    with pytest.raises(PermissionDenied):
        give_metric(quantity=row, metric=metric, actor=editor, learn=True)
    keeper = member(document.bureau, Role.LIBRARY_MANAGER)
    assert give_metric(quantity=row, metric=metric, actor=keeper, learn=True).is_learnt
    metric.refresh_from_db()
    assert metric.synonyms == [row.label]
    assert not give_metric(quantity=row, metric=metric, actor=keeper, learn=True).is_learnt


def test_traditional_characters_become_simplified_in_place_and_come_back():
    document = SourceDocumentFactory(text="2024年工作總結\n一、學前教育發展\n全區共有幼兒園48所。")
    editor = member(document.bureau, Role.EDITOR)
    before = document.source_text.text
    document.headings.update(level=2)
    simplify_document(document=document, actor=editor)
    document.refresh_from_db()
    heading = document.headings.get()
    assert (document.title, heading.words, heading.level) == ("2024年工作总结", "学前教育发展", 2)
    text = document.source_text.text
    assert (text[heading.start : heading.end], len(text)) == ("一、学前教育发展", len(before))
    restore_characters(document=document, actor=editor)
    document = type(document).objects.get(pk=document.pk)
    assert (document.source_text.text, document.headings.get().words) == (before, "學前教育發展")
    assert document.title == "2024年工作總結"
