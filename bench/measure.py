"""One measurement: a fresh process each, so that neither memory nor caches leak between peers."""

from __future__ import annotations

import multiprocessing
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: How the word on the answers begins when they are wrong.
DIFFERENT = "RÓŻNE"


@dataclass(frozen=True)
class Measured:
    """Best seconds of the repeats, peak memory in MB above what the input took, and the answer."""

    seconds: float
    memory: float
    answer: Any


@dataclass(frozen=True)
class Comparison:
    """One line of the table: our way and the peer's on the same input, with a word on the answers.

    ``checked`` begins with DIFFERENT when our answer is not what it must be. ``peer`` is None where
    there is none or it failed; ``peer_name`` then says so.
    """

    name: str
    ours: Measured
    peer: Measured | None
    peer_name: str
    checked: str


def measure(
    prepare: Callable[..., Any], run: Callable[[Any], Any], *arguments: Any, repeats: int = 3
) -> Measured:
    """Measure ``run(prepare(*arguments))`` in a process of its own; only ``run`` is timed.

    Both are functions of a module, because the process imports them anew; the answer must be
    small, such as a digest. Raises RuntimeError when the process fails, with its reason.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sender, prepare, run, arguments, repeats))
    child.start()
    sender.close()
    try:
        outcome: Measured | str = receiver.recv()
    except EOFError as error:
        raise RuntimeError(f"{run.__module__}.{run.__name__} did not finish") from error
    finally:
        child.join()
    if isinstance(outcome, str):
        raise RuntimeError(outcome)
    return outcome


def machine() -> str:
    """Return one line on the machine, for reading the figures later."""
    cores = multiprocessing.cpu_count()
    memory = Path("/proc/meminfo")
    total = int(memory.read_text().split()[1]) // 1024**2 if memory.exists() else 0
    return f"{platform.machine()}, rdzeni: {cores}, {total} GB, Python {platform.python_version()}"


def _child(
    sender: Any,
    prepare: Callable[..., Any],
    run: Callable[[Any], Any],
    arguments: tuple[Any, ...],
    repeats: int,
) -> None:
    try:
        given = prepare(*arguments)
        before = _memory_from_here()
        best, answer = float("inf"), None
        for _ in range(repeats):
            start = time.perf_counter()
            answer = run(given)
            best = min(best, time.perf_counter() - start)
        sender.send(Measured(best, _peak() - before, answer))
    except Exception as error:
        sender.send(f"{type(error).__name__}: {error}")
        raise


def _memory_from_here() -> float:
    """Forget the peak so far, where the system can, and return the memory in use, in MB."""
    clear, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not clear.exists():
        return _peak()
    clear.write_text("5")
    return _field(status.read_text(), "VmRSS")


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        return _field(status.read_text(), "VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _field(status: str, name: str) -> float:
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
