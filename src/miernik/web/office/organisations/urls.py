"""Addresses of the base of organisations."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.organisations import cards, lists, mailings, transfer

urlpatterns = [
    path("", cards.listing, name="organisations"),
    path("nowa/", cards.new, name="organisation-new"),
    path("wczytaj/", transfer.load, name="organisations-import"),
    path("baza.<slug:kind>", transfer.export, name="organisations-export"),
    path("listy/", lists.listing, name="newsletter-lists"),
    path("listy/<uuid:identity>/", lists.one_list, name="newsletter-list"),
    path("listy/<uuid:identity>/wypisz/<uuid:which>/", lists.remove, name="newsletter-remove"),
    path("mailing/", mailings.listing, name="mailings"),
    path("mailing/nowy/", mailings.compose, name="mailing-new"),
    path("mailing/<uuid:identity>/", mailings.one_mailing, name="mailing"),
    path("mailing/<uuid:identity>/<slug:step>/", mailings.decide, name="mailing-step"),
    path("<uuid:identity>/", cards.card, name="organisation"),
    path("<uuid:identity>/edycja/", cards.edit, name="organisation-edit"),
    path("<uuid:identity>/<slug:step>/", cards.decide, name="organisation-step"),
]
