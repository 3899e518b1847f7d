"""The bench itself: each guard catches the fault it is there for."""

import socket
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from miernik.audit.models import Event
from miernik.audit.services import record
from tests.strict import NetworkForbiddenError, WriteOnReadError


def _writes_elsewhere(request: HttpRequest) -> HttpResponse:
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.create(app_label="x", model="y")
    return HttpResponse("written")


def _writes_session(request: HttpRequest) -> HttpResponse:
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    return HttpResponse("kept")


urlpatterns = [path("elsewhere", _writes_elsewhere), path("session", _writes_session)]


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield Client()


def test_the_network_is_out_of_reach() -> None:
    with pytest.raises(NetworkForbiddenError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_is_in_reach() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


@pytest.mark.django_db
def test_a_page_that_writes_when_looked_at_fails(client: Client) -> None:
    with pytest.raises(WriteOnReadError, match="django_content_type"):
        client.get("/elsewhere")


@pytest.mark.django_db
def test_a_form_that_is_sent_may_write(client: Client) -> None:
    assert client.post("/elsewhere").status_code == 200


@pytest.mark.django_db
def test_a_page_may_keep_its_session(client: Client) -> None:
    assert client.get("/session").status_code == 200


def test_an_undefined_template_variable_fails() -> None:
    template = engines["django"].from_string("{{ nobody.knows }}")
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        template.render({})


@pytest.mark.django_db
def test_rows_without_an_order_come_in_another_one() -> None:
    for key in "abc":
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())
    assert [row.session_key for row in Session.objects.all()] != ["a", "b", "c"]
    assert [row.session_key for row in Session.objects.order_by("pk")] == ["a", "b", "c"]


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_append_only_tables_start_empty_and_stay_append_only(time: str) -> None:
    assert not Event.objects.exists()
    record(at=timezone.now(), by="a", action="b", subject="c")
    with pytest.raises(IntegrityError):
        Event.objects.all().delete()
