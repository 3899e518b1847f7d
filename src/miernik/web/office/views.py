"""The desk's front page and the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from miernik.web.office.door import desk
from miernik.web.office.permissions import Action


@require_safe
@desk(Action.READ)
def home(request: HttpRequest) -> HttpResponse:
    """What waits for somebody."""
    return render(request, "office/home.html")


@require_safe
@desk(Action.READ)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    return render(request, "office/gallery.html")
