"""Addresses of campaigns in the office."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.campaigns import (
    assigning,
    indicators,
    lists,
    one_answer,
    overview,
    preparing,
    review,
)

_FORM = "<uuid:identity>/formularze/<uuid:which>/"

urlpatterns = [
    path("", preparing.listing, name="campaign-list"),
    path("nowa/", preparing.new, name="campaign-new"),
    path("<uuid:identity>/", overview.board, name="campaign-board"),
    path("<uuid:identity>/przyjmij/", overview.accept, name="campaign-accept"),
    path("<uuid:identity>/kompletnosc.<slug:kind>", overview.export, name="campaign-export"),
    path("<uuid:identity>/kalendarz/", preparing.edit, name="campaign-edit"),
    path("<uuid:identity>/usun/", preparing.discard, name="campaign-discard"),
    path("<uuid:identity>/otworz/", preparing.opening, name="campaign-open"),
    path("<uuid:identity>/pytania/", assigning.questions, name="campaign-questions"),
    path("<uuid:identity>/pytania/realizatorzy/", preparing.fill, name="campaign-fill"),
    path("<uuid:identity>/pytania/hurtem/", assigning.bulk, name="campaign-bulk"),
    path("<uuid:identity>/pytania/<uuid:what>/", assigning.asked_for, name="campaign-asked-for"),
    path("<uuid:identity>/instytucje/", assigning.institutions, name="campaign-institutions"),
    path("<uuid:identity>/instytucje/adresy/", lists.contacts, name="campaign-contacts"),
    path(
        "<uuid:identity>/instytucje/<uuid:whom>/",
        assigning.institution,
        name="campaign-institution",
    ),
    path("<uuid:identity>/grupy/<uuid:whom>/", lists.members, name="campaign-members"),
    path("<uuid:identity>/wskazniki/", indicators.indicators, name="campaign-indicators"),
    path("<uuid:identity>/wskazniki/<uuid:what>/", indicators.indicator, name="campaign-indicator"),
    path(_FORM, review.one_form, name="campaign-form"),
    path(f"{_FORM}zwrot/", review.returning, name="campaign-return"),
    path(f"{_FORM}wskaznik/<uuid:what>/", one_answer.one_answer, name="campaign-answer"),
    path(f"{_FORM}zalacznik/<uuid:file>/", review.attachment, name="campaign-attachment"),
]
