"""The last ten minutes before the deadline: the form against an empty Django view.

`python -m bench collection` plays 750 institutions by real HTTP on SQLite, and on PostgreSQL where
MIERNIK_TEST_POSTGRES_URL names one. Everything goes as fast as it can; the peer is an empty view of
the same project, behind the same middleware, asked of the same server by as many clients at once.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.measure import DIFFERENT, Comparison, Measured
from tools.rush.browser import Browser
from tools.rush.crowd import Rush, missing, play, reporters_of
from tools.rush.reporter import AUTOSAVE, FORM, HAND_IN, RECEIPT, Reporter
from tools.rush.site import EMPTY, Site

#: Institutions, indicators in a form, clients at once.
SIZES = ((750, 6, 32), (750, 6, 64), (100, 6, 32), (100, 60, 32))
_STEPS = (FORM, AUTOSAVE, HAND_IN, RECEIPT)
_EMPTY_REQUESTS = 2000


@dataclass(frozen=True, slots=True)
class _Spread:
    p50: float
    p95: float
    p99: float
    number: int

    @classmethod
    def of(cls, times: list[float]) -> _Spread:
        return cls(
            *(times[min(len(times) - 1, len(times) * p // 100)] for p in (50, 95, 99)), len(times)
        )

    def text(self) -> str:
        return f"p95 {self.p95 * 1000:.0f} ms, p99 {self.p99 * 1000:.0f} ms"


def comparisons() -> Iterator[Comparison]:
    """Yield a rush after another; ``ours`` and ``peer`` are the median seconds of one request."""
    stores: list[tuple[str, str | None]] = [("SQLite", None)]
    if address := os.environ.get("MIERNIK_TEST_POSTGRES_URL"):
        stores.append(("PostgreSQL", address))
    for institutions, indicators, clients in SIZES:
        for store, address in stores:
            yield from _rush(institutions, indicators, clients, store, address)
    from bench.collection_office import comparisons as office

    yield from office()


def _rush(
    institutions: int, indicators: int, clients: int, store: str, address: str | None
) -> Iterator[Comparison]:
    with tempfile.TemporaryDirectory() as folder, Site(Path(folder), address) as site:
        population = site.populate(institutions, indicators)
        site.start()
        empty, empty_rate = _empty(site.port, clients)
        rush = play(reporters_of(site.port, population), at_once=clients)
        # one alone, when nobody else asks: what a person feels on an ordinary day
        quiet = _quiet(rush)
        lost = missing(rush, site.store()) + rush.faults
    checked = f"{DIFFERENT}: {lost[0]}" if lost else f"{institutions} z {institutions} w bazie"
    size = f"{institutions} × {indicators} wsk., {clients} naraz, {store}"
    peer = Measured(empty.p50, 0.0, None)
    for step in _STEPS:
        spread = _Spread.of(rush.times(step))
        name = f"{size}: {step} ({spread.text()}, sam {quiet.get(step, 0) * 1000:.0f} ms)"
        yield Comparison(name, Measured(spread.p50, 0.0, None), peer, "pusty widok", checked)
    requests = sum(len(one.browser.times) for one in rush.reporters)
    yield Comparison(
        f"{size}: całość, {institutions / rush.seconds:.1f} przekazań/s, "
        f"{requests / rush.seconds:.0f} żądań/s (pusty widok {empty_rate:.0f}/s, {empty.text()})",
        Measured(rush.seconds, 0.0, None),
        Measured(requests / empty_rate, 0.0, None),
        "tyle samo pustych",
        checked,
    )


def _empty(port: int, clients: int) -> tuple[_Spread, float]:
    """Latency and requests a second of the empty view."""
    browsers = threading.local()
    opened: list[Browser] = []

    def ask(_number: int) -> None:
        if not hasattr(browsers, "mine"):
            browsers.mine = Browser(port)
            opened.append(browsers.mine)
        browsers.mine.get(EMPTY, EMPTY)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, range(_EMPTY_REQUESTS)))
    seconds = time.perf_counter() - started
    for browser in opened:
        browser.close()
    times = sorted(taken for browser in opened for _, taken in browser.times)
    return _Spread.of(times), len(times) / seconds


def _quiet(rush: Rush) -> dict[str, float]:
    """Seconds of the pages that may be read again, one person alone, the middle of several."""
    one: Reporter = rush.reporters[0]
    before = len(one.browser.times)
    for _ in range(9):
        one.look()
        one.receive()
    one.browser.close()
    again = one.browser.times[before:]
    return {
        step: sorted(seconds for name, seconds in again if name == step)[4]
        for step in (FORM, RECEIPT)
    }
