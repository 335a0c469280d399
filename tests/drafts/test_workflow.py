import pytest

from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.services import steps_open_to
from edusum.orgs.enums import Role
from tests.factories import DepartmentFactory, SectionTextFactory, member

pytestmark = pytest.mark.django_db

STEPS = {
    Role.CONTRIBUTOR: {
        "untouched": ["save", "hand_in"],
        "writing": ["save", "hand_in"],
        "handed_in": ["take_back"],
        "approved": [],
    },
    Role.SECTION_HEAD: {
        "untouched": ["save", "hand_in"],
        "writing": ["save", "hand_in"],
        "handed_in": ["save", "approve", "return"],
        "approved": ["return"],
    },
    Role.EDITOR: {
        "untouched": ["save", "hand_in"],
        "writing": ["save", "hand_in"],
        "handed_in": ["save", "approve", "return"],
        "approved": ["return"],
    },
    Role.DEPUTY: {state: [] for state in SectionState.values},
    Role.DIRECTOR: {state: [] for state in SectionState.values},
    Role.LIBRARY_MANAGER: {state: [] for state in SectionState.values},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("state", SectionState.values)
def test_each_role_can_take_the_steps_of_its_duty_in_its_own_department(role, state):
    row = _section(state)
    user = member(row.draft.bureau, role, row.department if role in STEPS_IN_DEPARTMENT else None)
    assert steps_open_to(user, row) == [SectionAction(step) for step in STEPS[role][state]]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SECTION_HEAD])
def test_people_of_another_department_can_take_no_step(role):
    row = _section("writing")
    assert steps_open_to(member(row.draft.bureau, role), row) == []


STEPS_IN_DEPARTMENT = {Role.CONTRIBUTOR, Role.SECTION_HEAD}


def _section(state):
    row = SectionTextFactory(state=state)
    row.department = DepartmentFactory(bureau=row.draft.bureau)
    row.save()
    return row
