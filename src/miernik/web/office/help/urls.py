"""Addresses of help."""

from __future__ import annotations

from django.urls import URLPattern, path

from miernik.web.office.help import (
    activities,
    blue_cards,
    cooperation,
    coverage,
    entries,
    family,
    home,
    places,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="help-home"),
    path("zapisz/", home.record, name="help-record"),
    path("wskazniki/", coverage.coverage, name="help-coverage"),
    path("dla/<slug:what>/", home.pick, name="help-pick"),
    path("wpisy/", entries.services, name="help-services"),
    path("wpisy/<uuid:identity>/", entries.service, name="help-service"),
    path("wpisy/<uuid:identity>/cofnij/", home.undo, name="help-undo"),
    path("rodzina/<uuid:identity>/pomoc/", family.service, name="help-family-service"),
    path("rodzina/<uuid:identity>/plan/", family.plan, name="help-family-plan"),
    path("rodzina/<uuid:identity>/skierowanie/", family.referral, name="help-family-referral"),
    path("rodzina/<uuid:identity>/efekt/", family.outcome, name="help-family-outcome"),
    path(
        "rodzina/<uuid:identity>/niebieska-karta/",
        blue_cards.new_card,
        name="help-family-blue-card",
    ),
    path("plany/", entries.plans, name="help-plans"),
    path("plany/<uuid:identity>/", entries.plan, name="help-plan"),
    path("skierowania/", entries.referrals, name="help-referrals"),
    path("skierowania/<uuid:identity>/", entries.referral, name="help-referral"),
    path("efekty/", entries.outcomes, name="help-outcomes"),
    path("efekty/<uuid:identity>/", entries.outcome, name="help-outcome"),
    path("niebieskie-karty/", blue_cards.cards, name="help-blue-cards"),
    path("niebieskie-karty/<uuid:identity>/", blue_cards.card, name="help-blue-card"),
    path(
        "niebieskie-karty/<uuid:identity>/spotkania/<int:number>/cofnij/",
        blue_cards.undo_meeting,
        name="help-undo-meeting",
    ),
    path("zajecia/", activities.activities, name="help-activities"),
    path("zajecia/nowe/", activities.new_activity, name="help-new-activity"),
    path("zajecia/<uuid:identity>/", activities.activity, name="help-activity"),
    path("zajecia/<uuid:identity>/usun/<int:number>/", activities.leave, name="help-leave"),
    path("wolontariusze/", cooperation.volunteers, name="help-volunteers"),
    path("wolontariusze/nowy/", cooperation.new_volunteer, name="help-new-volunteer"),
    path("wolontariusze/<uuid:identity>/", cooperation.volunteer, name="help-volunteer"),
    path("partnerzy/", cooperation.partnerships, name="help-partnerships"),
    path("partnerzy/nowy/", cooperation.new_partnership, name="help-new-partnership"),
    path("partnerzy/<uuid:identity>/", cooperation.partnership, name="help-partnership"),
    path("placowki/", places.facilities, name="help-facilities"),
    path("placowki/nowa/", places.new_facility, name="help-new-facility"),
    path("placowki/<uuid:identity>/", places.facility, name="help-facility"),
    path("mapa/", places.map_of_places, name="help-map"),
    path("mapa/nowe/", places.new_place, name="help-new-place"),
    path("mapa/<uuid:identity>/", places.place, name="help-place"),
    path("mapa/<uuid:identity>/wizyta/", places.visit, name="help-visit"),
    path(
        "mapa/<uuid:identity>/wizyty/<int:number>/cofnij/",
        places.undo_visit,
        name="help-undo-visit",
    ),
    path("ulica/", places.street, name="help-street"),
]
