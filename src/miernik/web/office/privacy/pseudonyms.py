"""Pseudonyms of persons: keys of campaigns by fingerprint, what is held, destroying it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from miernik.accounts.models import User
from miernik.collection.held.errors import HeldError
from miernik.collection.held.keys import key_in_force, register_key, revoke_key
from miernik.collection.held.overview import campaigns_with_pseudonyms
from miernik.collection.held.sets import destroy_pseudonyms
from miernik.collection.models import Campaign
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.office.privacy.door import officer_only

_CONFIRMED = "tak"


@require_safe
@officer_only
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign with the state of its key and how many sets are held."""
    context = {"campaigns": campaigns_with_pseudonyms()}
    return render(request, "office/privacy/pseudonyms.html", context)


@require_POST
@officer_only
def register(request: HttpRequest, campaign: int) -> HttpResponse:
    """Write down the fingerprint of a campaign's key; a key never arrives here."""
    found = get_object_or_404(Campaign, pk=campaign)

    def act() -> str:
        key = register_key(
            campaign=found,
            area=request.POST.get("area", ""),
            fingerprint=request.POST.get("fingerprint", ""),
            by=_user(request),
            at=timezone.now(),
        )
        return f"Zarejestrowano klucz o odcisku {key.fingerprint}. Przekaż klucz instytucjom."

    return _done(request, act)


@require_POST
@officer_only
def revoke(request: HttpRequest, campaign: int) -> HttpResponse:
    """Take a campaign's key out of force."""
    found = get_object_or_404(Campaign, pk=campaign)

    def act() -> str:
        _confirmed(request)
        key = key_in_force(found)
        if key is None:
            raise HeldError("Ta kampania nie ma klucza, który można unieważnić.")
        revoke_key(key=key, by=_user(request), at=timezone.now())
        return "Klucz unieważniono. Pseudonimy z tym kluczem nie będą liczone."

    return _done(request, act)


@require_POST
@officer_only
def destroy(request: HttpRequest, campaign: int) -> HttpResponse:
    """Remove the values of a campaign's pseudonyms; counts stay."""
    found = get_object_or_404(Campaign, pk=campaign)

    def act() -> str:
        _confirmed(request)
        number = destroy_pseudonyms(campaign=found, by=_user(request), at=timezone.now())
        word = plural(number, "zestaw", "zestawy", "zestawów")
        return f"Zniszczono {print_number(number)} {word} pseudonimów; liczby zostały."

    return _done(request, act)


def _confirmed(request: HttpRequest) -> None:
    if request.POST.get("confirmed") != _CONFIRMED:
        raise HeldError("Zaznacz, że na pewno: tej czynności nie da się cofnąć.")


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except MiernikError as error:
        messages.error(request, str(error))
    return redirect("privacy-pseudonyms")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
