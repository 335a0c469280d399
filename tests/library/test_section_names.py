"""How lists call a section without a heading: 导语 where it opens the paper, 结语 where it closes it."""

import pytest
from django.urls import reverse

from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.changes import line, shown
from edusum.library.comparing import compare
from edusum.library.enums import VersionState
from edusum.library.files import PhraseFile, SectionFile, TemplateFile
from edusum.library.models import Section
from edusum.library.sections import PhraseInput, save_phrases
from edusum.library.services import section_tree
from edusum.library.uses import where_used
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    MetricDefinitionFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    started_draft,
)

pytestmark = pytest.mark.django_db


def version_of(*headings):
    """A version with these sections in order; those without a heading stand at level 0."""
    version = TemplateVersionFactory()
    for heading in headings:
        bare = {} if heading else {"level": 0, "heading_form": "none"}
        SectionFactory(version=version, heading=heading, **bare)
    return version


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (["", "工作", ""], ["导语", "工作", "结语"]),
        (["工作", "打算", ""], ["工作", "打算", "结语"]),
        (["", "", "工作"], ["导语", "导语", "工作"]),
        (["工作", "", "打算", ""], ["工作", "结语", "打算", "结语"]),
        ([""], ["导语"]),
        (["", ""], ["导语", "导语"]),
    ],
)
def test_what_stands_after_headings_closes(headings, names, django_assert_num_queries):
    version = version_of(*headings)
    with django_assert_num_queries(1):
        assert [str(section) for section, _ in section_tree(version)] == names


def test_where_the_place_is_not_known_it_is_called_as_an_opening():
    version = version_of("工作", "")
    assert [str(section) for section in Section.objects.filter(version=version)] == ["工作", "导语"]


def test_a_draft_calls_it_so():
    version = version_of("", "工作", "")
    version.state = VersionState.PUBLISHED
    version.save()
    draft = started_draft(version=version)
    titles = [reading.title for reading in read_draft(draft, draft_sources(draft))]
    assert titles == ["导语", "一、工作", "结语"]


def test_the_pages_of_the_workshop_and_of_drafts_call_it_so(client):
    version = version_of("", "工作", "")
    draft = started_draft(version=version)
    manager = member(draft.bureau, Role.LIBRARY_MANAGER)
    editor = member(draft.bureau, Role.EDITOR)
    pages = [
        (manager, reverse("admin:library_templateversion_change", args=[version.pk])),
        (manager, reverse("library:sections_edit", args=[version.pk])),
        (editor, reverse("drafts:draft_detail", args=[draft.pk])),
        (editor, reverse("drafts:draft_sections", args=[draft.pk])),
        (editor, reverse("drafts:section_edit", args=[draft.pk, draft.section_texts.last().pk])),
    ]
    told = {}
    for user, url in pages:
        client.force_login(user)
        html = client.get(url).content.decode()
        told[url] = ("导语" in html, "结语" in html)
    assert told == {url: (True, True) for _, url in pages}


def test_lists_across_papers_call_it_so_in_one_query(django_assert_num_queries):
    version = version_of("", "工作", "")
    rows = started_draft(version=version).section_texts
    with django_assert_num_queries(1):
        assert [str(row) for row in rows.with_place().order_by("pk")] == ["导语", "工作", "结语"]


def test_two_sections_at_one_place_are_told_apart():
    version = version_of("工作", "")
    version.sections.update(position=10)
    rows = started_draft(version=version).section_texts
    assert [str(row) for row in rows.with_place().order_by("pk")] == ["工作", "结语"]


def test_home_and_history_call_it_so(client):
    draft = started_draft(version=version_of("工作", ""))
    closing = draft.section_texts.last()
    editor = member(draft.bureau, Role.EDITOR)
    client.force_login(editor)
    for url in (
        reverse("dashboard:home"),
        reverse("drafts:section_history", args=[draft.pk, closing.pk]),
    ):
        html = client.get(url).content.decode()
        assert ("导语" in html, "结语" in html) == (False, True)


def test_comparisons_call_it_so():
    said = (PhraseFile("共勉。", starts_paragraph=True),)
    sections = tuple(
        SectionFile("", {"key": str(place), "heading": heading}, said, (), ())
        for place, heading in enumerate(["", "工作", ""])
    )
    old, new = (TemplateFile("", {"code": "annual"}, {}, part) for part in (sections[1:2], sections))
    comparison = compare(old, new)
    assert [section.title for section in shown(comparison).sections] == ["导语", "工作", "结语"]
    assert line(comparison) == "新增“导语”；新增“结语”"


def test_uses_of_a_metric_call_it_so():
    metric = MetricDefinitionFactory()
    closing = version_of("工作", "").sections.get(heading="")
    save_phrases(
        section=closing,
        phrases=[PhraseInput(f"共{{{{ {metric.phrase_name} }}}}。")],
        actor=SYSTEM,
    )
    assert [place.section for place in where_used(metric, SYSTEM).places] == ["结语"]
