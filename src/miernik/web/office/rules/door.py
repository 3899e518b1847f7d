"""The one way to rules at the desk."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from miernik.collection.validation.errors import UnknownRuleError
from miernik.collection.validation.store import StoredRule, stored_rule
from miernik.web.office.campaigns.door import Crumb, crumbs


def rule_of(code: str) -> StoredRule:
    """Return a rule by its code, or 404."""
    try:
        return stored_rule(code)
    except UnknownRuleError as error:
        raise Http404 from error


def way_to_a_rule() -> list[Crumb]:
    """Return the crumbs above one rule."""
    return crumbs(None, (reverse("rules"), "Reguły kontroli"))
