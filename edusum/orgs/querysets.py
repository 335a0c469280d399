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

    def staffed(self) -> "DepartmentQuerySet":
        """Those with somebody who can sign in and write."""
        return self.filter(memberships__user__is_active=True).distinct()


class MembershipQuerySet(BureauOwnedQuerySet):
    def in_bureau(self, bureau: Any) -> "MembershipQuerySet":
        return self.filter(bureau=bureau).select_related("user", "department")

    def of_active_people(self) -> "MembershipQuerySet":
        """Person by person: who holds two roles comes twice in a row."""
        return self.filter(user__is_active=True).select_related("user").order_by("user__name", "user", "pk")
