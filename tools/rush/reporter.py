"""One institution on the last day: opens its link, types, hands in, keeps the receipt."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tools.rush.browser import Answer, Browser, UnreachableError

LANDING, OPENING, FORM, AUTOSAVE, HAND_IN, RECEIPT = (
    "wejście",
    "otwarcie linku",
    "formularz",
    "zapis w trakcie",
    "przekazanie",
    "potwierdzenie",
)
STEPS = (LANDING, OPENING, FORM, AUTOSAVE, HAND_IN, RECEIPT)
_PATIENCE = 90
_PAUSE = 0.2
_REVISION = re.compile(r'name="([0-9a-f]{32})-revision"\s+value="(\d+)"')
_SAVED = re.compile(r'"revision": (\d+)')
_CODE = re.compile(r'receipt__code">\s*([0-9A-Z-]{14})\s*<')
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_SERVER_ERROR = 500


class RefusedError(RuntimeError):
    """The server answered what it should not have."""

    def __init__(self, step: str, answer: Answer) -> None:
        super().__init__(f"{step}: {answer.status} {answer.location} {answer.body[:200]}")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the institution was told: the code and the hash on its receipt."""

    code: str
    digest: str


@dataclass
class Reporter:
    """Plays one institution to the end, through lost connections.

    ``promised`` turns true when the server said the form is taken, before the receipt is seen.
    ``faults`` are answers of 500 and more.
    """

    port: int
    form: str
    token: str
    indicators: Sequence[str]
    first: int = 1
    autosaves: int = 2
    promised: bool = False
    receipt: Acknowledged | None = None
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.port)

    @property
    def address(self) -> str:
        """The path of the form."""
        return f"/formularz/{self.form}/"

    def number(self, place: int) -> int:
        """The number typed at a question, counted from 0; no two in a form are the same."""
        return 100 + self.first * 7 + place * 13

    def play(self) -> Reporter:
        """Do everything, each step until it is answered; returns itself."""
        try:
            self.open()
            for place in range(min(self.autosaves, len(self.indicators))):
                self.autosave(place, self.number(place))
            self.hand_in()
            self.receive()
        finally:
            self.browser.close()
        return self

    def open(self) -> None:
        """Come by the letter's link and look at the form."""
        link = f"/odpowiedz/{self.token}/"
        self._asked(LANDING, lambda: self.browser.get(LANDING, link), http.client.OK)
        self._asked(OPENING, lambda: self.browser.post(OPENING, link, {}), http.client.FOUND)
        self.look()

    def look(self) -> Answer:
        """Read the form, and the revisions of its answers."""
        page = self._asked(FORM, lambda: self.browser.get(FORM, self.address), http.client.OK)
        self.revisions = {name: int(number) for name, number in _REVISION.findall(page.body)}
        return page

    def autosave(self, place: int, number: int) -> Answer:
        """Save one answer as it is typed; 409 is another person's answer."""
        name = self.indicators[place]
        fields = self._fields(place, number)
        answer = self._asked(
            AUTOSAVE,
            lambda: self.browser.post(AUTOSAVE, f"{self.address}zapis/", fields),
            http.client.OK,
            http.client.CONFLICT,
        )
        saved = _SAVED.search(answer.body)
        if answer.status == http.client.OK and saved:
            self.revisions[name] = int(saved[1])
        return answer

    def hand_in(self) -> None:
        """Hand the whole form in; a form that was taken before the connection broke stays so."""
        fields = {"krok": "przekaz"}
        for place in range(len(self.indicators)):
            fields |= self._fields(place, self.number(place))
        answer = self._asked(
            HAND_IN,
            lambda: self.browser.post(HAND_IN, self.address, fields),
            http.client.FOUND,
            http.client.CONFLICT,
        )
        if answer.status == http.client.FOUND and not answer.location.endswith("potwierdzenie/"):
            raise RefusedError(HAND_IN, answer)
        self.promised = answer.status == http.client.FOUND

    def receive(self) -> None:
        """Read the receipt."""
        path = f"{self.address}potwierdzenie/"
        page = self._asked(RECEIPT, lambda: self.browser.get(RECEIPT, path), http.client.OK)
        code, digest = _CODE.search(page.body), _DIGEST.search(page.body)
        if code is None or digest is None:
            raise RefusedError(RECEIPT, page)
        self.receipt = Acknowledged(code[1], digest[0])

    def _fields(self, place: int, number: int) -> dict[str, str]:
        name = self.indicators[place]
        return {
            f"{name}-status": "value",
            f"{name}-number": str(number),
            f"{name}-revision": str(self.revisions.get(name, 0)),
        }

    def _asked(self, step: str, ask: Callable[[], Answer], *expected: int) -> Answer:
        """Ask until there is an answer, as a person reloads; a 5xx is a fault and asked again."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = ask()
            except UnreachableError:
                self.lost += 1
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
                continue
            if answer.status in expected:
                return answer
            if answer.status < _SERVER_ERROR or time.monotonic() > until:
                raise RefusedError(step, answer)
            self.faults.append(f"{step}: {answer.status}")
            time.sleep(_PAUSE)
