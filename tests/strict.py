"""The strict bench: guards over every test, each against a fault that is quiet elsewhere."""

import re
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.base import BaseHandler
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}

# A visit may keep a session and be written down in the journal of reads; it changes nothing else.
WRITTEN_BY_READING = ("django_session", "audit_")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
WRITE = re.compile(r"\s*(?:INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+[\"`]?(\w+)", re.I)


class NetworkForbiddenError(RuntimeError):
    """A test reached for the network. Not an OSError, so that no retry or fallback hides it."""


class WriteOnReadError(AssertionError):
    """A page that is only looked at wrote to the database."""


def install() -> None:
    """Puts the guards in place for this process; called once, before the first test."""
    sys.addaudithook(_forbid_network)
    _forbid_writes_on_reading()
    _reverse_unordered_querysets()
    _flush_append_only_tables()


def _forbid_network(event: str, args: tuple[Any, ...]) -> None:
    # An audit hook sees every socket of Python, whichever library opens it.
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        # a path is a Unix socket, a tuple starts with the host
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOCAL_HOSTS:
        raise NetworkForbiddenError(f"tests may not use the network: {event} {host}")


def _forbid_writes_on_reading() -> None:
    # In the handler, so that the test client and the live server of browser tests are both held.
    original = BaseHandler.get_response

    def get_response(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return original(self, request)
        reader = threading.get_ident()

        def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            write = WRITE.match(sql)
            # the live server shares its connection with the test, which may write meanwhile
            if write and threading.get_ident() == reader:
                table = write[1]
                if not table.startswith(WRITTEN_BY_READING):
                    raise WriteOnReadError(f"a GET wrote to {table}: {sql[:200]}")
            return execute(sql, *rest)

        with connections["default"].execute_wrapper(refuse):
            return original(self, request)

    BaseHandler.get_response = get_response  # type: ignore[method-assign]  # watched for the test


def _reverse_unordered_querysets() -> None:
    # SQLite hands rows back in the order of insertion, PostgreSQL promises none. Reversing shows
    # code that leans on that order, and does so every time, unlike a random shuffle of two rows.
    original = QuerySet._fetch_all

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        original(self)
        if fresh and self._result_cache and not self.ordered:
            self._result_cache.reverse()

    QuerySet._fetch_all = fetch_all  # type: ignore[method-assign]  # watched for the test


def _flush_append_only_tables() -> None:
    # Tests with a live server empty all tables when they end. PostgreSQL truncates; SQLite deletes,
    # which the triggers of append-only tables refuse: they step aside for that moment.
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        if self.connection.vendor != "sqlite":
            return original(self, sql_list)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
        return original(self, [*drops, *sql_list, *(sql for _, sql in triggers)])

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]  # watched for the test
