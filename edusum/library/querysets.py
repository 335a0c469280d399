from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Prefetch, Q
from tree_queries.query import TreeQuerySet

from edusum.library.enums import VersionState


class ReportTemplateQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReportTemplateQuerySet":
        """The shared library and the private templates of the user's bureaus."""
        return self.filter(Q(bureau__isnull=True) | Q(bureau__in=user.memberships.values("bureau")))

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

    def published(self) -> "TemplateVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)

    def usable_by(self, bureau: Any) -> "TemplateVersionQuerySet":
        """Published versions a draft of this bureau may start from."""
        return self.published().filter(
            Q(report_template__bureau__isnull=True) | Q(report_template__bureau=bureau)
        )


class SectionQuerySet(TreeQuerySet):
    def visible_to(self, user: Any) -> "SectionQuerySet":
        return self.filter(
            Q(version__report_template__bureau__isnull=True)
            | Q(version__report_template__bureau__in=user.memberships.values("bureau"))
        )
