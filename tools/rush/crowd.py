"""Many institutions at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tools.rush.reporter import Reporter


@dataclass
class Rush:
    """What became of everybody. ``refused`` holds what the server should not have said."""

    reporters: list[Reporter]
    seconds: float = 0.0
    refused: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Answers of 500 and more, and everything else that was refused."""
        return [fault for one in self.reporters for fault in one.faults] + self.refused

    @property
    def lost(self) -> int:
        """How many times a connection broke."""
        return sum(one.lost for one in self.reporters)

    def times(self, step: str) -> list[float]:
        """Seconds of every answer to a step, sorted."""
        found = (one.browser.times for one in self.reporters)
        return sorted(seconds for times in found for name, seconds in times if name == step)


def reporters_of(port: int, population: dict[str, Any], autosaves: int = 2) -> list[Reporter]:
    """Return a reporter for every form of a population."""
    return [
        Reporter(
            port=port,
            form=row["form"],
            token=row["token"],
            indicators=population["indicators"],
            first=number,
            autosaves=autosaves,
        )
        for number, row in enumerate(population["forms"], 1)
    ]


def play(
    reporters: list[Reporter], *, at_once: int, meanwhile: Callable[[], None] | None = None
) -> Rush:
    """Let them all go, ``at_once`` at a time; ``meanwhile`` runs beside them in this thread."""
    rush = Rush(reporters)
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        playing = [pool.submit(one.play) for one in reporters]
        if meanwhile is not None:
            meanwhile()
        for one in playing:
            if (error := one.exception()) is not None:
                rush.refused.append(f"{type(error).__name__}: {error}")
    rush.seconds = time.perf_counter() - started
    return rush


def missing(rush: Rush, store: dict[str, Any]) -> list[str]:
    """Compare what institutions were told with the store; an empty list when nothing is lost.

    Every receipt must be that of a submission with the same code and hash, whose content gives that
    hash and holds what was typed; and every form must be handed in exactly once.
    """
    found = [] if store["sound"] else ["the event log's chain is broken"]
    for one in rush.reporters:
        kept = store["forms"][one.form]["submissions"]
        if one.promised and not kept:
            found.append(f"{one.form}: the server said it was taken, the store has nothing")
        if one.receipt is None:
            found.append(f"{one.form}: no receipt")
            continue
        if len(kept) != 1:
            found.append(f"{one.form}: handed in {len(kept)} times")
            continue
        (last,) = kept
        if (last["receipt"], last["kept"]) != (one.receipt.code, one.receipt.digest):
            found.append(f"{one.form}: another receipt than the one shown")
        if last["digest"] != last["kept"]:
            found.append(f"{one.form}: the content does not give its hash")
        typed = {name: str(one.number(place)) for place, name in enumerate(one.indicators)}
        said = {
            key.replace("-", ""): answer.get("number") for key, answer in last["answers"].items()
        }
        if typed != said:
            found.append(f"{one.form}: other answers than those typed")
    return found
