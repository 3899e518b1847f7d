"""Addresses of consultations in the office."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.consultations import (
    entering,
    mending,
    notices,
    opinions,
    overview,
    preparing,
)

_ONE = "<slug:code>/"
_TRACK = f"{_ONE}sciezki/<slug:kind>/"
_DRAFT = f"{_ONE}projekty/<uuid:identity>/"
_NOTICE = f"{_ONE}ogloszenia/<uuid:identity>/"
_OPINION = f"{_ONE}opinie/<int:number>/"

urlpatterns = [
    path("", overview.listing, name="consultation-list"),
    path("nowe/", overview.new, name="consultation-new"),
    path(_ONE, overview.one, name="office-consultation"),
    path(f"{_ONE}popraw/", mending.description, name="office-consultation-change"),
    path(f"{_ONE}usun/", mending.discarding, name="consultation-discard"),
    path(f"{_ONE}projekty/nowy/", preparing.draft, name="consultation-draft-add"),
    path(f"{_DRAFT}popraw/", mending.draft, name="consultation-draft-change"),
    path(f"{_DRAFT}usun/", mending.draft_removal, name="consultation-draft-remove"),
    path(f"{_ONE}ogloszenie/", preparing.announcement, name="consultation-announce"),
    path(f"{_ONE}odwolanie/", preparing.calling_off, name="consultation-cancel"),
    path(f"{_TRACK}nowa/", preparing.track, name="consultation-track-add"),
    path(f"{_TRACK}popraw/", mending.track, name="consultation-track-change"),
    path(f"{_TRACK}usun/", mending.track_removal, name="consultation-track-remove"),
    path(f"{_TRACK}przedluzenie/", preparing.extension, name="consultation-extend"),
    path(f"{_TRACK}wyniki/", preparing.results, name="office-consultation-results"),
    path(f"{_TRACK}opinia/", entering.enter, name="consultation-opinion-add"),
    path(f"{_ONE}ogloszenia/nowe/", notices.notice, name="consultation-notice-add"),
    path(f"{_ONE}ogloszenia/strona/", notices.own_page, name="consultation-own-page"),
    path(f"{_ONE}ogloszenia/wiadomosc/", notices.letter, name="consultation-letter"),
    path(f"{_NOTICE}popraw/", mending.notice, name="consultation-notice-change"),
    path(f"{_NOTICE}usun/", mending.notice_removal, name="consultation-notice-remove"),
    path(f"{_NOTICE}dowod/", notices.evidence, name="consultation-evidence-add"),
    path(
        f"{_ONE}dowody/<uuid:identity>/", notices.evidence_file, name="consultation-evidence-file"
    ),
    path(f"{_ONE}opinie/", opinions.register, name="consultation-opinions"),
    path(_OPINION, opinions.one, name="office-opinion"),
    path(f"{_OPINION}plik/", opinions.original, name="consultation-opinion-file"),
    path(f"{_OPINION}uprawnienie/", opinions.eligibility, name="consultation-eligibility"),
    path(f"{_OPINION}zmiany/<uuid:identity>/", opinions.wording, name="consultation-wording"),
]
