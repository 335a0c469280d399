import pytest

from edusum.drafts.needs import codes_needed
from edusum.library.enums import VersionState
from edusum.metrics.needs import Papers, needed_codes
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    PhraseMetricFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


def test_phrases_tables_and_peoples_texts_take_up_metrics(bureau):
    draft = _draft(bureau, spoken={"": "spoken"}, listed="listed")
    MetricDefinitionFactory(code="written", phrase_name="写到的")
    MetricDefinitionFactory(code="compared", phrase_name="比到的")
    MetricDefinitionFactory(code="unused")
    assert _codes(bureau) == {"spoken", "listed"}
    draft.section_texts.update(text="共{{ 写到的 }}，{{ 写到的|占比(比到的) }}。", state="writing")
    assert _codes(bureau) == {"written", "compared", "listed"}


def test_of_two_forms_only_the_one_that_is_written_takes_up_metrics(bureau):
    draft = _draft(bureau, spoken={"": "always", "full": "at_length", "short": "in_short"})
    assert _codes(bureau) == {"always", "at_length"}
    draft.section_texts.update(form="short")
    assert _codes(bureau) == {"always", "in_short"}


def test_what_is_left_out_or_of_another_year_time_or_bureau_takes_up_nothing(bureau):
    draft = _draft(bureau, spoken={"": "spoken"})
    assert codes_needed(Papers(bureau, 2024, "year")) == set()
    assert codes_needed(Papers(bureau, 2025, "first_half")) == set()
    assert codes_needed(Papers(BureauFactory(), 2025, "year")) == set()
    draft.section_texts.update(is_omitted=True)
    assert _codes(bureau) == set()


def test_another_bureaus_form_of_the_same_section_does_not_count(bureau):
    draft = _draft(bureau, spoken={"full": "at_length", "short": "in_short"})
    started_draft(version=draft.version).section_texts.update(form="short")
    assert _codes(bureau) == {"at_length"}


def test_a_department_takes_up_what_its_own_sections_name(bureau):
    draft = _draft(bureau, spoken={"": "spoken"})
    ours, theirs = DepartmentFactory.create_batch(2, bureau=bureau)
    draft.section_texts.update(department=ours)
    assert (_codes(bureau, [ours.pk]), _codes(bureau, [theirs.pk])) == ({"spoken"}, set())


def test_the_sheet_is_told(bureau):
    _draft(bureau, spoken={"": "spoken"})
    assert needed_codes(Papers(bureau, 2025, "year")) == {"spoken"}


def test_it_takes_as_many_queries_for_one_draft_as_for_three(bureau, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            draft = _draft(bureau)
            draft.section_texts.update(text="{{ 甲 }}。", state="writing")
        with django_assert_num_queries(2):
            _codes(bureau)


def _draft(bureau, spoken=(), listed=None):
    """A draft of 2025 with one section; `spoken`: which metric the phrase of each form names."""
    version = TemplateVersionFactory()
    section = SectionFactory(version=version)
    for form, code in dict(spoken).items():
        metric = MetricDefinitionFactory(code=code)
        phrase = PhraseFactory(section=section, form=form, text=f"{{{{ {metric.phrase_name} }}}}。")
        PhraseMetricFactory(phrase=phrase, metric=metric)
    if listed:
        TableRowFactory(section=section, metric=MetricDefinitionFactory(code=listed))
    version.state = VersionState.PUBLISHED
    version.save()
    return started_draft(bureau=bureau, version=version)


def _codes(bureau, departments=None):
    return codes_needed(Papers(bureau, 2025, "year", departments))
