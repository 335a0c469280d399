from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from tree_queries.query import TreeQuerySet

from edusum.library.enums import VersionState
from edusum.orgs.permissions import ALLOWED, Action


def bureaus_of(user: Any, action: Action) -> Any:
    """Those in which a role of the user allows it."""
    return user.memberships.filter(role__in=ALLOWED[action]).values("bureau")


class ReportTemplateQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReportTemplateQuerySet":
        """The shared library and the private templates of the user's bureaus."""
        return self.filter(Q(bureau__isnull=True) | Q(bureau__in=user.memberships.values("bureau")))

    def open_to(self, user: Any, action: Action) -> "ReportTemplateQuerySet":
        """The shared ones, and the private ones of the bureaus where the user may do this."""
        return self.filter(Q(bureau__isnull=True) | Q(bureau__in=bureaus_of(user, action)))

    def with_versions(self) -> "ReportTemplateQuerySet":
        """Each with its owner and its versions, newest first; a version carries its `section_count`."""
        versions = apps.get_model("library", "TemplateVersion").objects.annotate(
            section_count=Count("sections")
        )
        return self.select_related("bureau").prefetch_related(Prefetch("versions", versions))


class TemplateVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "TemplateVersionQuerySet":
        return self.filter(
            Q(report_template__bureau__isnull=True)
            | Q(report_template__bureau__in=user.memberships.values("bureau"))
        )

    def open_to(self, user: Any, action: Action) -> "TemplateVersionQuerySet":
        """As for their templates."""
        return self.filter(
            Q(report_template__bureau__isnull=True) | Q(report_template__bureau__in=bureaus_of(user, action))
        )

    def published(self) -> "TemplateVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)

    def usable_by(self, bureau: Any) -> "TemplateVersionQuerySet":
        """Published versions a draft of this bureau may start from."""
        return self.published().filter(
            Q(report_template__bureau__isnull=True) | Q(report_template__bureau=bureau)
        )


def closes(path: str) -> Q:
    """Whether the section at `path` stands without heading after some with one; cf. `section_tree`."""
    own_place, own_key = OuterRef(f"{path}position"), OuterRef(f"{path}pk")
    before = Q(position__lt=own_place) | Q(position=own_place, pk__lt=own_key)
    headed = apps.get_model("library", "Section").objects.filter(
        before, ~Q(heading=""), version=OuterRef(f"{path}version"), parent=None
    )
    return Q(Exists(headed), **{f"{path}heading": ""})


class SectionQuerySet(TreeQuerySet):
    def visible_to(self, user: Any) -> "SectionQuerySet":
        return self.filter(
            Q(version__report_template__bureau__isnull=True)
            | Q(version__report_template__bureau__in=user.memberships.values("bureau"))
        )
