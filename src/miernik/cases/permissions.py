"""Who may see and do what in the register: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.cases.models import (
    Application,
    Decision,
    DuplicateProposal,
    Family,
    FamilyMembership,
    Person,
)
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


#: What only a role in the city as a whole allows; the rest a role in one team allows as well.
CITY_WIDE = frozenset({Deed.COUNT, Deed.EXCHANGE})


def may(user: User | AnonymousUser, deed: Deed) -> bool:
    """Return whether the person may do this anywhere in the register, as of now.

    A role in one team is enough unless the deed is city-wide; whose files it reaches is said by
    ``families``.
    """
    if deed in CITY_WIDE:
        return holds(user, *ALLOWED[deed])
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.memberships.filter(role__in=ALLOWED[deed]).exists()


def families(user: User | AnonymousUser) -> QuerySet[Family]:
    """Return the families whose files the person may open.

    A social worker: own families and those of the teams the role was given in; the role in the
    city as a whole opens every family. A benefits clerk: families with an application. A director:
    families with a decision, to sign it. Both in the city as a whole, or in their teams only.
    Everybody else: none.
    """
    if not isinstance(user, User) or not user.is_active:
        return Family.objects.none()
    if user.is_superuser:
        return Family.objects.all()
    every = ~Q(pk__in=[])
    reach = {
        Role.SOCIAL_WORKER: every,
        Role.BENEFITS_CLERK: Q(Exists(Application.objects.filter(family=OuterRef("pk")))),
        Role.DIRECTOR: Q(Exists(Decision.objects.filter(family=OuterRef("pk")))),
    }
    allowed = ~every
    for held in user.memberships.filter(role__in=reach):
        where = every if held.institution_id is None else Q(team=held.institution_id)
        if held.role == Role.SOCIAL_WORKER:
            where |= Q(worker=user)
        allowed |= reach[Role(held.role)] & where
    return Family.objects.filter(allowed)


def persons(user: User | AnonymousUser) -> QuerySet[Person]:
    """Return the persons of the families whose files the person may open.

    Who may write into the register reaches persons who are in no family yet, too.
    """
    places = FamilyMembership.objects.filter(family__in=families(user).values("pk"))
    reach = Q(pk__in=places.values("person"))
    if may(user, Deed.RECORD):
        reach |= ~Q(Exists(FamilyMembership.objects.filter(person=OuterRef("pk"))))
    return Person.objects.filter(reach)


def pairs(user: User | AnonymousUser) -> QuerySet[DuplicateProposal]:
    """Return the pairs that may be one person, of which one at least is within reach.

    Two teams may each hold one of the rows: whoever holds either must be able to compare.
    """
    if not may(user, Deed.RECORD):
        return DuplicateProposal.objects.none()
    reach = persons(user).values("pk")
    return DuplicateProposal.objects.filter(Q(first__in=reach) | Q(second__in=reach))
