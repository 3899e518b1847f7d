"""Who may open a form: the holder of its link, the institution's account, and nobody else."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from miernik.collection.links import revoke_link, token_of
from miernik.collection.models import Attachment, Channel, Submission
from tests.collection.campaigns import (
    BY,
    FIRST_SCHOOL,
    MEALS,
    NGO,
    NOW,
    SECOND_SCHOOL,
    City,
    a_draft,
    an_open_one,
    everything,
    reporter,
)
from tests.web.answering_pages import fields, link_to, on, opened, whole

pytestmark = pytest.mark.django_db

PAGES = ("", "arkusz/", "potwierdzenie/")
POSTS = ("", "zapis/", "arkusz/", "cofnij/", "koniec/")


@pytest.fixture
def city() -> City:
    """A city whose campaign is open."""
    return an_open_one()


def _url(city: City, name: str = FIRST_SCHOOL, tail: str = "") -> str:
    return f"/formularz/{city.form(name).uuid}/{tail}"


@pytest.mark.parametrize("tail", PAGES)
def test_a_session_of_one_school_does_not_open_another_schools_form(city: City, tail: str) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        assert client.get(_url(city, FIRST_SCHOOL, tail), follow=True).status_code == 200
        assert client.get(_url(city, SECOND_SCHOOL, tail)).status_code == 404
        assert client.get(f"/formularz/{uuid.uuid4()}/{tail}").status_code == 404
        assert Client().get(_url(city, FIRST_SCHOOL, tail)).status_code == 404


@pytest.mark.parametrize("tail", POSTS)
def test_nor_does_it_write_there(city: City, tail: str) -> None:
    city.hand_in(SECOND_SCHOOL, everything())
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        answer = client.post(_url(city, SECOND_SCHOOL, tail), fields(city, MEALS, {"number": "5"}))
    assert answer.status_code == 404
    assert city.form(SECOND_SCHOOL).state == "submitted"


def test_a_revoked_link_closes_in_a_browser_that_has_it_open(city: City) -> None:
    link, other = link_to(city.form(FIRST_SCHOOL)), link_to(city.form(FIRST_SCHOOL))
    client, colleague = Client(), Client()
    with on():
        client.post(f"/odpowiedz/{token_of(link)}/")
        colleague.post(f"/odpowiedz/{token_of(other)}/")
        revoke_link(link=link, by=BY, at=NOW)
        answer = client.get(_url(city))
        assert answer.status_code == 410
        assert "unieważniony" in answer.content.decode()
        saved = client.post(
            _url(city, tail="zapis/"),
            fields(city, MEALS, {"number": "5"}),
            headers={"accept": "application/json"},
        )
        assert saved.status_code == 410
        assert "unieważniony" in saved.json()["error"]
        assert colleague.get(_url(city)).status_code == 200


def test_an_expired_link_opens_nothing_and_an_altered_one_neither(city: City) -> None:
    link = link_to(city.form(FIRST_SCHOOL))
    token = token_of(link)
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    with on(link.expires_at - dt.timedelta(seconds=1)):
        assert Client().get(f"/odpowiedz/{token}/").status_code == 200
        assert Client().get(f"/odpowiedz/{token[:-2]}/").status_code == 410
        assert Client().post(f"/odpowiedz/x{token[1:]}/").status_code == 410
        assert Client().get(f"/odpowiedz/{altered[:30]}AAAA{altered[34:]}/").status_code == 410
    with on(link.expires_at):
        answer = Client().post(f"/odpowiedz/{token}/")
    assert answer.status_code == 410
    assert "wygasł" in answer.content.decode()


def test_one_browser_may_hold_several_forms_and_close_one(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    opened(city.form(NGO), client)
    with on():
        listed = client.get("/formularz/").content.decode()
        assert FIRST_SCHOOL in listed
        assert NGO in listed
        assert client.post(_url(city, tail="koniec/")).status_code == 200
        assert client.get(_url(city)).status_code == 404
        assert client.get(_url(city, NGO)).status_code == 200


def test_an_account_opens_its_own_institutions_form_only(city: City) -> None:
    client = Client()
    client.force_login(reporter(city, FIRST_SCHOOL))
    with on():
        assert client.get("/biuro/", follow=True).redirect_chain[-1][0] == "/formularz/"
        listed = client.get("/formularz/").content.decode()
        assert FIRST_SCHOOL in listed
        assert SECOND_SCHOOL not in listed
        assert client.get(_url(city, SECOND_SCHOOL)).status_code == 404
        client.post(_url(city), whole(city, krok="przekaz"))
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.channel) == ("sprawozdawca", Channel.ACCOUNT)


def test_a_campaign_in_preparation_shows_no_form_to_an_account() -> None:
    city = a_draft()
    client = Client()
    client.force_login(reporter(city, FIRST_SCHOOL))
    with on():
        assert "Nie ma teraz żadnego formularza" in client.get("/formularz/").content.decode()


def test_who_is_nobody_is_asked_to_log_in(city: City) -> None:
    assert Client().get("/formularz/").headers["Location"].startswith("/logowanie/")


def test_pages_stay_out_of_caches_and_of_other_sites_logs(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    token = token_of(link_to(city.form(FIRST_SCHOOL)))
    with on():
        for address in (f"/odpowiedz/{token}/", _url(city), "/formularz/", "/odpowiedz/x/"):
            headers = client.get(address).headers
            assert "no-store" in headers["Cache-Control"]
            assert "noindex" in headers["X-Robots-Tag"]
            assert headers["Referrer-Policy"] == "same-origin"


# --- attachments ---------------------------------------------------------------------------------

PDF = b"%PDF-1.7\n" + b"0" * 100


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """Where files are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _add(city: City, client: Client, name: str, content: bytes) -> str:
    prefix = city.indicators[MEALS].uuid.hex
    posted: dict[str, Any] = dict(fields(city, MEALS, {}))
    posted |= {f"{prefix}-file": SimpleUploadedFile(name, content), "krok": "zapisz"}
    with on():
        return client.post(_url(city), posted, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("lista.pdf", PDF, "lista.pdf"),
        ("C:\\dane\\zdjęcie.JPEG", b"\xff\xd8\xff\xe0" + b"0" * 50, "zdjęcie.JPEG"),
        ("dane.csv", "szkoła;1\n".encode(), "dane.csv"),
        ("faktura.exe", PDF, "faktura.exe.pdf"),
        ("lista.pdf", b"MZ" + b"\0" * 100, None),
        ("strona.txt", b"<html><script>alert(1)</script>", None),
        ("pusty.pdf", b"", None),
    ],
)
def test_the_content_of_a_file_decides(
    city: City, files: Path, name: str, content: bytes, kept: str | None
) -> None:
    page = _add(city, opened(city.form(FIRST_SCHOOL)), name, content)
    found = Attachment.objects.first()
    if kept is None:
        assert found is None
        return
    assert found is not None
    assert found.name == kept
    assert (files / found.path).read_bytes() == content
    assert kept in page


def test_a_file_is_given_out_through_the_forms_door_only(city: City, files: Path) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    _add(city, client, "lista.pdf", PDF)
    found = Attachment.objects.get()
    with on():
        answer = client.get(_url(city, tail=f"zalacznik/{found.uuid}/"))
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a FileResponse
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        stranger = opened(city.form(SECOND_SCHOOL))
        own = _url(city, SECOND_SCHOOL, f"zalacznik/{found.uuid}/")
        assert stranger.get(own).status_code == 404
        assert stranger.get(_url(city, tail=f"zalacznik/{found.uuid}/")).status_code == 404
        stolen = fields(city, MEALS, {}) | {"krok": f"usun:{found.uuid}"}
        assert stranger.post(_url(city, SECOND_SCHOOL), stolen).status_code == 404
        client.post(_url(city), fields(city, MEALS, {}) | {"krok": f"usun:{found.uuid}"})
        assert client.get(_url(city, tail=f"zalacznik/{found.uuid}/")).status_code == 404
    found.refresh_from_db()
    assert found.removed_at == NOW
    assert (files / found.path).exists()


def test_too_many_or_too_large_files_are_told(city: City, files: Path) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    large = PDF + b"0" * (10 * 1024 * 1024)
    assert "ponad 10 MB" in _add(city, client, "duży.pdf", large)
    for number in range(20):
        _add(city, client, f"{number}.pdf", PDF)
    assert "można dodać 20 plików" in _add(city, client, "21.pdf", PDF)
    assert Attachment.objects.count() == 20


def test_a_submission_names_its_files(city: City, files: Path) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    _add(city, client, "lista.pdf", PDF)
    with on():
        client.post(_url(city), whole(city, krok="przekaz"))
    kept = Submission.objects.get().content["attachments"]
    assert [(item["name"], item["size"]) for item in kept] == [("lista.pdf", len(PDF))]
