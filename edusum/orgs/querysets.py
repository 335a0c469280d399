from typing import Any

from django.db import models
from tree_queries.query import TreeQuerySet


class BureauQuerySet(TreeQuerySet):
    def visible_to(self, user: Any) -> "BureauQuerySet":
        """The bureaus in which the user holds a role."""
        return self.filter(memberships__user=user).distinct()


class BureauOwnedQuerySet(models.QuerySet):
    """Rows with a `bureau`: seen by the people of that bureau."""

    def visible_to(self, user: Any) -> "BureauOwnedQuerySet":
        return self.filter(bureau__in=user.memberships.values("bureau"))


class DepartmentQuerySet(BureauOwnedQuerySet):
    def active(self) -> "DepartmentQuerySet":
        return self.filter(is_active=True)

    def with_people(self) -> "DepartmentQuerySet":
        """Adds `people`: how many active accounts hold a role in it."""
        people = models.Count(
            "memberships__user", filter=models.Q(memberships__user__is_active=True), distinct=True
        )
        return self.annotate(people=people)


class MembershipQuerySet(BureauOwnedQuerySet):
    def in_bureau(self, bureau: Any) -> "MembershipQuerySet":
        return self.filter(bureau=bureau).select_related("user", "department")
