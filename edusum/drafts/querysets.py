from typing import Any

from django.apps import apps
from django.db import models

from edusum.drafts.enums import SectionAction, SectionState
from edusum.library.querysets import closes
from edusum.orgs.querysets import BureauOwnedQuerySet


class DraftQuerySet(BureauOwnedQuerySet):
    def with_names(self) -> "DraftQuerySet":
        return self.select_related("bureau", "version", "report_template", "department")

    def same_paper(self, draft: Any) -> "DraftQuerySet":
        """Drafts of the same template for the same bureau, department (or none) and time."""
        return self.filter(
            bureau=draft.bureau_id,
            year=draft.year,
            period=draft.period,
            report_template=draft.report_template_id,
            department=draft.department_id,
        )

    def with_progress(self) -> "DraftQuerySet":
        """Adds `section_count` and `finished_count` (handed in or approved); the newest year first."""
        finished = models.Q(section_texts__state__in=[SectionState.HANDED_IN, SectionState.APPROVED])
        kept = models.Q(section_texts__is_omitted=False)
        return self.annotate(
            section_count=models.Count("section_texts", filter=kept, distinct=True),
            finished_count=models.Count("section_texts", filter=kept & finished, distinct=True),
        ).order_by("-year", "-pk")


class SectionTextQuerySet(models.QuerySet):
    def unfinished(self) -> "SectionTextQuerySet":
        """Those of the paper that are still to be handed in."""
        return self.filter(is_omitted=False, state__in=[SectionState.UNTOUCHED, SectionState.WRITING])

    def of_version(self, version: Any) -> "SectionTextQuerySet":
        """Those that have a place in a paper of this version; what was left behind has none."""
        return self.filter(models.Q(section=None) | models.Q(section__version=version))

    def left_behind(self, version: Any) -> "SectionTextQuerySet":
        """Those that a paper of this version has no more."""
        return self.exclude(section=None).exclude(section__version=version)

    def with_place(self) -> "SectionTextQuerySet":
        """Each with its section, and whether that closes the paper (`closes`)."""
        return self.select_related("section").annotate(closes=closes("section__"))

    def with_last_turn(self) -> "SectionTextQuerySet":
        """Adds `last_turn` (the last handing in or return), `last_turn_note` and `last_turn_author`."""
        turns = (
            apps.get_model("drafts", "Revision")
            .objects.filter(
                section_text=models.OuterRef("pk"), action__in=[SectionAction.HAND_IN, SectionAction.RETURN]
            )
            .order_by("-number")
        )
        return self.annotate(
            last_turn=models.Subquery(turns.values("action")[:1]),
            last_turn_note=models.Subquery(turns.values("note")[:1]),
            last_turn_author=models.Subquery(turns.values("author__name")[:1]),
        )

    def visible_to(self, user: Any) -> "SectionTextQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AttachmentQuerySet":
        return self.filter(draft__bureau__in=user.memberships.values("bureau"))


class ExhibitQuerySet(models.QuerySet):
    def of(self, draft: Any) -> "ExhibitQuerySet":
        """Those of all its sections and attachments, in the order in which they stand."""
        return self.filter(models.Q(section_text__draft=draft) | models.Q(attachment__draft=draft))


class ExhibitMetricQuerySet(models.QuerySet):
    def with_drafts(self) -> "ExhibitMetricQuerySet":
        """Each with its table or chart and all that names its draft."""
        names = ("bureau", "version", "department")
        places = ("exhibit__section_text__draft", "exhibit__attachment__draft")
        return self.select_related(*(f"{place}__{name}" for place in places for name in names))

    def visible_to(self, user: Any) -> "ExhibitMetricQuerySet":
        bureaus = user.memberships.values("bureau")
        return self.filter(
            models.Q(exhibit__section_text__draft__bureau__in=bureaus)
            | models.Q(exhibit__attachment__draft__bureau__in=bureaus)
        )


class NoticeQuerySet(models.QuerySet):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)
