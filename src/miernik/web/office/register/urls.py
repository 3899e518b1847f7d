"""Addresses of the register: searching, a family's file, its changes, possible duplicates."""

from __future__ import annotations

from django.urls import URLPattern, path

from miernik.web.office.register import changes, duplicates, facts, family, home, newcomers

_FAMILY = "rodziny/<uuid:identity>/"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="register-home"),
    path("nowa-rodzina/", newcomers.new_family, name="family-new"),
    path("duplikaty/", duplicates.pairs, name="duplicates"),
    path("duplikaty/szukaj/", duplicates.look, name="duplicates-look"),
    path("duplikaty/<uuid:identity>/", duplicates.pair, name="duplicate"),
    path("duplikaty/<uuid:identity>/cofnij/", duplicates.undo, name="duplicate-undo"),
    path(_FAMILY, family.file, name="family"),
    path(_FAMILY + "osoby/<uuid:person>/", family.person, name="family-person"),
    path(_FAMILY + "osoby/<uuid:person>/pesel/", family.pesel, name="family-pesel"),
    path(_FAMILY + "osoby/<uuid:person>/zmien/", changes.person, name="person-change"),
    path(_FAMILY + "zmien/", changes.place, name="family-change"),
    path(_FAMILY + "przydziel/", changes.assign, name="family-assign"),
    path(_FAMILY + "podziel/", changes.split, name="family-split"),
    path(_FAMILY + "przenies/", changes.move, name="family-move"),
    path(_FAMILY + "zakoncz/", changes.close, name="family-close"),
    path(_FAMILY + "wznow/", changes.reopen, name="family-reopen"),
    path(_FAMILY + "nowa-osoba/", newcomers.new_member, name="member-new"),
    path(_FAMILY + "czlonkowie/<int:row>/zakoncz/", changes.end_member, name="member-end"),
    path(_FAMILY + "czlonkowie/<int:row>/popraw/", changes.correct_member, name="member-correct"),
    path(_FAMILY + "dochody/nowy/", facts.new_income, name="income-new"),
    path(_FAMILY + "dochody/<int:row>/zakoncz/", facts.end_income, name="income-end"),
    path(_FAMILY + "dochody/<int:row>/popraw/", facts.correct_income, name="income-correct"),
    path(_FAMILY + "powody/nowe/", facts.new_reasons, name="reasons-new"),
    path(_FAMILY + "powody/<int:row>/zakoncz/", facts.end_reason, name="reason-end"),
    path(_FAMILY + "powody/<int:row>/popraw/", facts.correct_reason, name="reason-correct"),
    path(_FAMILY + "skresl/<slug:table>/<int:row>/", facts.strike_out, name="register-strike-out"),
    path(
        _FAMILY + "poprawki/<uuid:correction>/cofnij/", facts.undo, name="register-correction-undo"
    ),
]
