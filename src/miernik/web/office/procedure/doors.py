"""From an address to a case, a decision or a grant: always through the family's file."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from miernik.cases.models import Application, Decision, Grant
from miernik.web.office.door_register import family_file

M = TypeVar("M", bound=Model)


def application_of(request: HttpRequest, identity: uuid.UUID, why: str) -> Application:
    """Return a case whose family's file the person may open; the read is logged."""
    found = _found(Application.objects.select_related("family__worker", "applicant"), identity)
    family_file(request, found.family.uuid, why)
    return found


def decision_of(request: HttpRequest, identity: uuid.UUID, why: str) -> Decision:
    """Return a decision whose family's file the person may open; the read is logged."""
    rows = Decision.objects.select_related(
        "family__worker", "person", "application__applicant", "changes__decision"
    )
    found = _found(rows, identity)
    family_file(request, found.family.uuid, why)
    return found


def grant_of(request: HttpRequest, identity: uuid.UUID, why: str) -> Grant:
    """Return a grant whose family's file the person may open; the read is logged."""
    found = _found(Grant.objects.select_related("family", "person", "decision"), identity)
    family_file(request, found.family.uuid, why)
    return found


def _found(rows: QuerySet[M], identity: uuid.UUID) -> M:
    found = rows.filter(uuid=identity).order_by("pk").first()
    if found is None:
        raise Http404
    return found
