"""A browser as small as it can be: cookies, one connection kept open, a clock."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tools.rush.site import HOST

_TIMEOUT = 60


class UnreachableError(OSError):
    """No whole answer came: what was sent may have been done or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    body: str


@dataclass
class Browser:
    """One person's browser. ``times`` has a step's name and seconds for every answer."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    times: list[tuple[str, float]] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None

    def get(self, step: str, path: str) -> Answer:
        """Fetch a page. Raises UnreachableError."""
        return self._ask(step, "GET", path, None)

    def post(self, step: str, path: str, fields: dict[str, str]) -> Answer:
        """Post a form with the token against forged requests. Raises UnreachableError."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask(step, "POST", path, urlencode(fields | token).encode())

    def close(self) -> None:
        """Close the connection; the cookies stay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, step: str, method: str, path: str, body: bytes | None) -> Answer:
        started = time.perf_counter()
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(HOST, self.port, timeout=_TIMEOUT)
            self._connection.request(method, path, body, self._headers(body))
            reply = self._connection.getresponse()
            text = reply.read().decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise UnreachableError(str(error)) from error
        self.times.append((step, time.perf_counter() - started))
        for header in reply.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        if reply.will_close:
            self.close()
        return Answer(reply.status, reply.headers.get("Location") or "", text)

    def _headers(self, body: bytes | None) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers
