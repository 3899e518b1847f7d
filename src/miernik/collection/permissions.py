"""Who may do what with campaigns and forms: one table, and one door to a form."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.collection.models import Questionnaire
from miernik.kernel.quantities import Labelled


class Deed(Labelled):
    """What a person does with a campaign."""

    WATCH = "watch", "podgląd zbierania danych"
    RUN = "run", "prowadzenie kampanii"
    APPROVE = "approve", "zatwierdzenie danych za rok"
    KEYS = "keys", "klucze pseudonimów"


ALLOWED: dict[Deed, tuple[Role, ...]] = {
    Deed.WATCH: (Role.COORDINATOR, Role.DIRECTOR, Role.READER),
    Deed.RUN: (Role.COORDINATOR,),
    Deed.APPROVE: (Role.DIRECTOR,),
    Deed.KEYS: (Role.DATA_PROTECTION_OFFICER,),
}


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this; roles in one institution do not count."""
    return holds(user, *ALLOWED[deed])


def own_forms(user: User | AnonymousUser) -> QuerySet[Questionnaire]:
    """Return the forms a reporter with an account may fill in, in opened campaigns.

    Those of the institutions the role was given in; the role in the city as a whole opens none:
    nobody answers for everybody.
    """
    if not isinstance(user, User) or not user.is_active:
        return Questionnaire.objects.none()
    held = user.memberships.filter(role=Role.REPORTER, institution__isnull=False)
    found = Questionnaire.objects.filter(institution__in=held.values("institution"))
    return found.exclude(campaign__state="draft")


def answers_for_somebody(user: User | AnonymousUser) -> bool:
    """Return whether the person reports for any institution, now or in the next campaign."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.memberships.filter(role=Role.REPORTER, institution__isnull=False).exists()
