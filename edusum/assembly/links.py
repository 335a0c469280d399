"""From a place on the paper of a draft to the page where one works at it."""

from django.urls import reverse

from edusum.accounts.models import User
from edusum.assembly.templatetags.paper import FRAME, PaperLink
from edusum.drafts.models import Draft
from edusum.drafts.outline_page import OutlinePage
from edusum.orgs.permissions import Action, can


def paper_links(draft: Draft, user: User) -> dict[str, PaperLink]:
    """By the key of a section or an attachment as printed; four queries.

    Who may not arrange the draft has no way into its frame and its attachments.
    """
    page = OutlinePage(draft)
    links = {
        place.key: PaperLink(
            reverse("drafts:section_edit", args=[draft.pk, place.row.pk]),
            f"写“{page.titles[place.pk]}”",
            anchor_of(place.row.pk),
        )
        for place in page.places
        if place.row
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


def anchor_of(section_text: int) -> str:
    """The id of a section's first place on the paper."""
    return f"place-{section_text}"
