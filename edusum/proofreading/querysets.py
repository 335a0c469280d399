from typing import Any

from django.db import models
from django.db.models import Q

from edusum.orgs.enums import Role


class CheckedPaperQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CheckedPaperQuerySet":
        """One's own, what one was asked to mend, and all of a bureau whose office one is."""
        office = user.memberships.filter(role=Role.EDITOR).values("bureau")
        mine = user.memberships.values("bureau")
        asked = Q(findingassignments__person=user) | Q(
            findingassignments__department__in=user.memberships.values("department")
        )
        seen = self.model._default_manager.filter(asked).values("pk")
        return self.filter(bureau__in=mine).filter(
            Q(uploaded_by=user) | Q(bureau__in=office) | Q(pk__in=seen)
        )


class FindingAssignmentQuerySet(models.QuerySet):
    def open(self) -> "FindingAssignmentQuerySet":
        return self.filter(done_at__isnull=True)

    def of_person(self, user: Any) -> "FindingAssignmentQuerySet":
        """Given to the person, or to a department of theirs."""
        return self.filter(
            Q(person=user)
            | Q(department__in=user.memberships.filter(department__isnull=False).values("department"))
        )

    def of_bureau(self, bureau: Any) -> "FindingAssignmentQuerySet":
        return self.filter(Q(draft__bureau=bureau) | Q(paper__bureau=bureau))

    def with_papers(self) -> "FindingAssignmentQuerySet":
        """Each with its paper, named, and who gave it."""
        names = [f"draft__{name}" for name in ("bureau", "version", "report_template", "department")]
        return self.select_related("paper", "assigned_by", *names).defer("paper__source")


class NameEntryQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "NameEntryQuerySet":
        return self.filter(bureau__in=user.memberships.values("bureau"))
