"""The layout profile of a bureau: read as a House, saved, and given up for the standard."""

from django.db import transaction
from django.utils import timezone

from edusum.assembly.models import LayoutProfile
from edusum.document.house import STANDARD_HOUSE, House
from edusum.orgs.actors import Actor, System
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require


def house_of(bureau: Bureau) -> House:
    """How the bureau sets its papers; the standard unless it has chosen otherwise. One query."""
    profile = LayoutProfile.objects.filter(bureau=bureau).first()
    return profile.house if profile else STANDARD_HOUSE


def profile_of(bureau: Bureau) -> LayoutProfile:
    """What the bureau has chosen, or an unsaved profile that says what the standard says."""
    stored = LayoutProfile.objects.select_related("bureau").filter(bureau=bureau).first()
    return stored or LayoutProfile(bureau=bureau)


@transaction.atomic
def save_profile(*, profile: LayoutProfile, actor: Actor) -> LayoutProfile:
    """Keep the choices of a bureau; what says the same as the standard is kept too."""
    _require(actor, profile.bureau)
    stored = LayoutProfile.objects.select_for_update().filter(bureau=profile.bureau).first()
    profile.created_at = stored.created_at if stored else timezone.now()
    profile.full_clean(validate_unique=False)
    profile.save(force_update=stored is not None, force_insert=stored is None)
    return profile


@transaction.atomic
def reset_profile(*, bureau: Bureau, actor: Actor) -> None:
    """Back to the standard."""
    _require(actor, bureau)
    LayoutProfile.objects.filter(bureau=bureau).delete()


def _require(actor: Actor, bureau: Bureau) -> None:
    if not isinstance(actor, System):
        require(actor, Action.MANAGE_BUREAU, bureau=bureau)
