import pytest
from django.apps import apps

from edusum.orgs.enums import Role
from edusum.orgs.permissions import Action, can
from tests import factories
from tests.factories import BureauFactory, member, published_version, started_draft

ALL = [value for name, value in vars(factories).items() if name.endswith("Factory")]
OWN_MODELS = {model for model in apps.get_models() if model.__module__.startswith("edusum.")}


def test_every_model_has_a_factory():
    assert {factory._meta.model for factory in ALL} == OWN_MODELS


@pytest.mark.django_db
@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_every_factory_makes_valid_rows_more_than_once(factory):
    for row in (factory(), factory()):
        row.full_clean()


@pytest.mark.django_db
def test_a_member_may_do_what_the_role_allows_in_that_bureau_only():
    bureau, other = BureauFactory(), BureauFactory()
    contributor = member(bureau, Role.CONTRIBUTOR)
    assert can(contributor, Action.FILL_FIGURES, bureau=bureau)
    assert not can(contributor, Action.FILL_FIGURES, bureau=other)


@pytest.mark.django_db
def test_a_published_version_keeps_its_headings_and_phrases_in_order():
    version = published_version({"乙": ["一。", "二。"], "甲": []})
    told = [(s.heading, [p.text for p in s.phrases.all()]) for s in version.sections.all()]
    assert told == [("乙", ["一。", "二。"]), ("甲", [])]


@pytest.mark.django_db
def test_a_started_draft_has_an_untouched_text_for_every_section():
    draft = started_draft(version=published_version({"甲": [], "乙": []}))
    told = [(row.section.heading, row.state) for row in draft.section_texts.all()]
    assert told == [("甲", "untouched"), ("乙", "untouched")]
