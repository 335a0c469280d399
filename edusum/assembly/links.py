"""From a place on the paper of a draft to the page where one works at it."""

from django.urls import reverse

from edusum.accounts.models import User
from edusum.assembly.templatetags.paper import FRAME, PaperLink
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline_page import OutlinePage
from edusum.drafts.services import steps_open_to
from edusum.orgs.permissions import Action, can


def paper_links(draft: Draft, user: User) -> dict[str, PaperLink]:
    """By the key of a section or an attachment as printed; four queries.

    Who may not arrange the draft has no way into its frame and its attachments.
    """
    page = OutlinePage(draft)
    links = {
        place.key: _section_link(place.row, page.titles[place.pk], user) for place in page.places if place.row
    }
    if can(user, Action.START_DRAFT, bureau=draft.bureau):
        links[FRAME] = PaperLink(
            reverse("drafts:draft_formalities", args=[draft.pk]), "改标题、落款和公文要素"
        )
        links |= {
            f"attachment-{attachment.pk}": PaperLink(
                reverse("drafts:attachment_edit", args=[draft.pk, attachment.pk]),
                f"改附件“{attachment.name}”",
            )
            for attachment in draft.attachments.all()
        }
    return links


def _section_link(row: SectionText, title: str, user: User) -> PaperLink:
    can_write = SectionAction.SAVE in steps_open_to(user, row)
    return PaperLink(
        reverse("drafts:section_edit", args=[row.draft_id, row.pk]),
        f"{'写' if can_write else '看'}“{title}”",
        anchor_of(row.pk),
        is_read_only=not can_write,
    )


def anchor_of(section_text: int) -> str:
    """The id of a section's first place on the paper."""
    return f"place-{section_text}"
