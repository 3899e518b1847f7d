"""Who may see and do what in the register: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.cases.models import DuplicateProposal, Family, FamilyMembership, Person
from miernik.kernel.quantities import Labelled


class Deed(Labelled):
    """What a person does with the register."""

    OPEN = "open", "czytanie akt"
    RECORD = "record", "wpisywanie osób, rodzin i pomocy"
    APPLY = "apply", "przyjmowanie wniosków"
    INTERVIEW = "interview", "wywiady"
    PREPARE = "prepare", "projekt decyzji"
    ISSUE = "issue", "wydanie decyzji"
    PAY = "pay", "wypłaty"
    BLUE_CARD = "blue_card", "dokumenty Niebieskiej Karty"
    COUNT = "count", "statystyki"
    EXCHANGE = "exchange", "wczytywanie rejestru"


ALLOWED: dict[Deed, tuple[Role, ...]] = {
    Deed.OPEN: (Role.SOCIAL_WORKER, Role.BENEFITS_CLERK),
    Deed.RECORD: (Role.SOCIAL_WORKER,),
    Deed.APPLY: (Role.SOCIAL_WORKER, Role.BENEFITS_CLERK),
    Deed.INTERVIEW: (Role.SOCIAL_WORKER,),
    Deed.PREPARE: (Role.BENEFITS_CLERK,),
    Deed.ISSUE: (Role.DIRECTOR,),
    Deed.PAY: (Role.BENEFITS_CLERK,),
    Deed.BLUE_CARD: (Role.BLUE_CARD,),
    Deed.COUNT: (Role.COORDINATOR, Role.DIRECTOR),
    Deed.EXCHANGE: (Role.COORDINATOR,),
}


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this anywhere in the register.

    A role in one team is enough; whose files it reaches is said by ``families``.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.memberships.filter(role__in=ALLOWED[deed]).exists()


def families(user: User | AnonymousUser) -> QuerySet[Family]:
    """Return the families whose files the person may open.

    A social worker: own families and those of the teams the role was given in; the role in the
    city as a whole opens every family. A benefits clerk: families with an application. A director:
    families with a decision, to sign it. Everybody else: none.
    """
    if not isinstance(user, User) or not user.is_active:
        return Family.objects.none()
    if user.is_superuser or holds(user, Role.SOCIAL_WORKER):
        return Family.objects.all()
    reach = Q(pk__in=[])
    if may(user, Deed.RECORD):
        teams = user.memberships.filter(role=Role.SOCIAL_WORKER).values("institution")
        reach |= Q(worker=user) | Q(team__in=teams)
    if may(user, Deed.PREPARE):
        reach |= Q(applications__isnull=False)
    if may(user, Deed.ISSUE):
        reach |= Q(decisions__isnull=False)
    return Family.objects.filter(reach).distinct()


def persons(user: User | AnonymousUser) -> QuerySet[Person]:
    """Return the persons of the families whose files the person may open.

    Who may write into the register reaches persons who are in no family yet, too.
    """
    places = FamilyMembership.objects.filter(family__in=families(user).values("pk"))
    reach = Q(pk__in=places.values("person"))
    if may(user, Deed.RECORD):
        reach |= Q(memberships__isnull=True)
    return Person.objects.filter(reach)


def pairs(user: User | AnonymousUser) -> QuerySet[DuplicateProposal]:
    """Return the pairs that may be one person, of which one at least is within reach.

    Two teams may each hold one of the rows: whoever holds either must be able to compare.
    """
    if not may(user, Deed.RECORD):
        return DuplicateProposal.objects.none()
    reach = persons(user).values("pk")
    return DuplicateProposal.objects.filter(Q(first__in=reach) | Q(second__in=reach))
