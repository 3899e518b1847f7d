"""Addresses of texts in the office."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.texts import editing, lifecycle, lineage, reading

_VERSION = "<slug:code>/<int:number>/"
_UNIT = f"{_VERSION}jednostki/<slug:unit>/"
_PAIR = f"{_VERSION}ciaglosc/<slug:earlier>/<int:earlier_number>/"

urlpatterns = [
    path("", reading.listing, name="text-list"),
    path(_VERSION, reading.version, name="text-version"),
    path(f"{_VERSION}zmiany/", reading.changes, name="text-changes"),
    path(f"{_VERSION}robocza/", lifecycle.draft, name="text-draft"),
    path(f"{_VERSION}nastepny/", lifecycle.successor, name="text-successor"),
    path(f"{_VERSION}zamroz/", lifecycle.freeze, name="text-freeze"),
    path(f"{_VERSION}usun/", lifecycle.discard, name="text-discard"),
    path(f"{_VERSION}uchwala/", lifecycle.adopt, name="text-enact"),
    path(_UNIT, editing.unit, name="text-unit"),
    path(f"{_UNIT}nowa/", editing.add, name="text-unit-add"),
    path(f"{_UNIT}krok/", editing.step, name="text-unit-step"),
    path(f"{_VERSION}ciaglosc/", lineage.start, name="text-lineage-start"),
    path(_PAIR, lineage.pair, name="text-lineage"),
    path(f"{_PAIR}<uuid:identity>/", lineage.change, name="text-lineage-change"),
]
