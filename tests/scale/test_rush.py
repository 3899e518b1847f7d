"""The last minutes before the deadline against a real server: nothing acknowledged is lost.

A server process with a database of its own, institutions as threads with real HTTP; SQLite in the
first round of the suite, PostgreSQL in the second. The whole rush of 750 is `./dev bench`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tools.rush.crowd import Rush, missing, play, reporters_of
from tools.rush.reporter import FORM, Acknowledged, Reporter
from tools.rush.site import Site

pytestmark = pytest.mark.storage
POSTGRES = os.environ.get("MIERNIK_TEST_ROUND") == "storage"
INSTITUTIONS, INDICATORS, AT_ONCE = 61, 6, 16
IN_KILLED_RUSH = 30


class Rushed:
    """A running site and its institutions, dealt out so that no two tests share a form."""

    def __init__(self, site: Site, population: dict[str, Any]) -> None:
        self.site = site
        self._left = reporters_of(site.port, population)

    def reporters(self, number: int) -> list[Reporter]:
        """The next institutions that did nothing yet."""
        dealt, self._left = self._left[:number], self._left[number:]
        assert len(dealt) == number
        return dealt


@pytest.fixture(scope="module")
def rushed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rushed]:
    postgres = os.environ["MIERNIK_TEST_POSTGRES_URL"] if POSTGRES else None
    with Site(tmp_path_factory.mktemp("rush"), postgres) as site:
        population = site.populate(INSTITUTIONS, INDICATORS)
        site.start()
        yield Rushed(site, population)


def test_every_receipt_of_a_rush_stands_in_the_store(rushed: Rushed) -> None:
    rush = play(rushed.reporters(28), at_once=AT_ONCE)
    assert rush.faults == []
    assert rush.lost == 0
    assert all(one.promised for one in rush.reporters)
    assert missing(rush, rushed.site.store()) == []


def test_a_server_killed_in_the_rush_loses_nothing_it_acknowledged(rushed: Rushed) -> None:
    site, reporters = rushed.site, rushed.reporters(IN_KILLED_RUSH)
    at_kill: dict[str, Any] = {}

    def kill() -> None:
        _wait(lambda: sum(one.receipt is not None for one in reporters) >= IN_KILLED_RUSH // 4)
        site.kill()
        promised = [one for one in reporters if one.promised]
        at_kill.update(site.store(), told=Rush([one for one in promised if one.receipt]))
        at_kill["promised"] = [one.form for one in promised]
        site.start()

    rush = play(reporters, at_once=AT_ONCE, meanwhile=kill)
    # before the restart: the store already held all that had been promised
    assert 0 < len(at_kill["promised"]) < IN_KILLED_RUSH
    assert missing(at_kill["told"], at_kill) == []
    assert [f for f in at_kill["promised"] if not at_kill["forms"][f]["submissions"]] == []
    # after it: everybody came to the end, each exactly once
    assert rush.lost > 0
    assert rush.faults == []
    assert missing(rush, site.store()) == []


def test_of_two_people_at_one_form_the_second_is_told_and_nothing_is_lost(rushed: Rushed) -> None:
    (first,) = rushed.reporters(1)
    second = Reporter(first.port, first.form, first.token, first.indicators, first=99)
    start, told = threading.Barrier(2), {}

    def write(who: Reporter, number: int) -> None:
        who.open()
        start.wait(60)
        told[number] = who.autosave(0, number).status

    with closing(first.browser), closing(second.browser):
        writing = [
            threading.Thread(target=write, args=(who, number))
            for who, number in ((first, 111), (second, 222))
        ]
        for thread in writing:
            thread.start()
        for thread in writing:
            thread.join()
        assert sorted(told.values()) == [200, 409]
        stored = rushed.site.store()["forms"][first.form]["answers"][first.indicators[0]]
        assert told[int(stored["number"])] == 200
        # the one who was refused sees the other's answer and may write over it knowingly
        refused = second if told[222] == 409 else first
        refused.look()
        assert refused.autosave(0, 333).status == 200


def test_a_link_opens_its_own_form_and_no_other(rushed: Rushed) -> None:
    mine, theirs = rushed.reporters(2)
    field = f"{theirs.indicators[0]}-"
    with closing(mine.browser), closing(theirs.browser):
        mine.open()
        for path in ("", "potwierdzenie/", "arkusz/"):
            assert mine.browser.get(FORM, f"{theirs.address}{path}").status == 404
        posted = {f"{field}number": "1", f"{field}status": "value", f"{field}revision": "0"}
        assert mine.browser.post(FORM, f"{theirs.address}zapis/", posted).status == 404
        assert mine.browser.post(FORM, f"{mine.address}zapis/", posted).status == 200
        theirs.open()
        assert set(theirs.revisions.values()) == {0}


def _wait(done: Any) -> None:
    until = time.monotonic() + 60
    while not done() and time.monotonic() < until:
        time.sleep(0.01)


def test_a_lost_submission_would_be_noticed(tmp_path: Path) -> None:
    one = Reporter(1, "f", "t", ["ab"], first=0)
    one.receipt, one.promised = Acknowledged("C", "d"), True
    kept = {"receipt": "C", "kept": "d", "digest": "d", "answers": {"a-b": {"number": "100"}}}

    def told(**changed: Any) -> list[str]:
        row = {"submissions": changed.pop("submissions", [kept | changed])}
        return missing(Rush([one]), {"sound": True, "forms": {"f": row}})

    changes: tuple[dict[str, Any], ...] = (
        {"submissions": []},
        {"submissions": [kept, kept]},
        {"receipt": "X"},
        {"kept": "x"},
        {"digest": "x"},
        {"answers": {"a-b": {"number": "101"}}},
    )
    assert told() == []
    for change in changes:
        assert told(**change) != [], change
