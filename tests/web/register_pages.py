"""Every kind of page of the register with an address, for tests that walk over all of them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from miernik.cases.models import DuplicateProposal, Family, FamilyRole, IncomeRecord
from miernik.cases.register import selectors


def member(family: Family, role: FamilyRole = FamilyRole.HEAD) -> selectors.Member:
    """Return the member of a family who has this role today."""
    members = selectors.members_on(family, timezone.localdate())
    return next(one for one in members if one.role == role)


def file_pages(family: Family) -> dict[str, str]:
    """Addresses of every page of the register that a family has, by the name of the page."""
    head = member(family)
    income = IncomeRecord.objects.filter(person=head.person)[0].pk
    reason = family.reasons.order_by("id")[0].pk
    at: Callable[..., str] = lambda name, *more: reverse(name, args=[family.uuid, *more])  # noqa: E731  # a word for many lines
    return {
        "file": at("family"),
        "person": at("family-person", head.person.uuid),
        "change a person": at("person-change", head.person.uuid),
        "address": at("family-change"),
        "assign": at("family-assign"),
        "split": at("family-split"),
        "move": at("family-move"),
        "close": at("family-close"),
        "new member": at("member-new"),
        "end a membership": at("member-end", head.membership.pk),
        "correct a membership": at("member-correct", head.membership.pk),
        "new income": at("income-new"),
        "end an income": at("income-end", income),
        "correct an income": at("income-correct", income),
        "reasons": at("reasons-new"),
        "end a reason": at("reason-end", reason),
        "correct a reason": at("reason-correct", reason),
        "strike out": at("register-strike-out", "income", income),
    }


def desk_pages() -> dict[str, str]:
    """Addresses of the pages that belong to no family."""
    pair = DuplicateProposal.objects.order_by("id")[0]
    return {
        "register": reverse("register-home"),
        "found": reverse("register-home") + "?q=kowal",
        "nobody found": reverse("register-home") + "?q=xyz",
        "new family": reverse("family-new"),
        "duplicates": reverse("duplicates"),
        "duplicate": reverse("duplicate", args=[pair.uuid]),
    }
