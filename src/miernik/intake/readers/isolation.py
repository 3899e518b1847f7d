"""Parsing in a process of its own, so that no file can take the program's time or memory."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from pathlib import Path

from miernik.intake.errors import BY_CODE, TooHardFileError
from miernik.intake.rows import ReadDocument
from miernik.intake.vocabulary import Vocabulary
from miernik.kernel.office.errors import UnreadableFileError
from miernik.kernel.office.gate import FileKind

SECONDS = 300
MEMORY = 2 * 1024**3


def read_in_bounds(
    path: Path,
    kind: FileKind,
    vocabulary: Vocabulary | None = None,
    *,
    seconds: int = SECONDS,
    memory: int = MEMORY,
) -> ReadDocument:
    """Parse ``path`` in a child process; TooHardFileError when it needs more than is allowed."""
    command = [sys.executable, "-m", "miernik.intake.readers.isolation", str(path.resolve()), kind]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [*command, str(memory)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            input=pickle.dumps(vocabulary),
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_hard() from error
    if done.returncode != 0:
        raise _too_hard()
    outcome = pickle.loads(done.stdout)  # noqa: S301 - written by our own child, below
    if isinstance(outcome, ReadDocument):
        return outcome
    code, sentence = outcome
    raise BY_CODE[code](sentence)


def _too_hard() -> UnreadableFileError:
    return TooHardFileError(
        "Plik jest zbyt złożony, by go odczytać w rozsądnym czasie: zapisz samą tabelę"
        " sprawozdania jako DOCX lub XLSX."
    )


def _used_up(error: BaseException | None) -> bool:
    """Whether memory or depth ran out somewhere behind the error."""
    while error is not None:
        if isinstance(error, MemoryError | RecursionError):
            return True
        error = error.__cause__ or error.__context__
    return False


def main(path: str, kind: str, memory: str) -> None:
    """The child: parse one file and write the document, or the error, to standard output."""
    from miernik.intake.readers import parse

    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    vocabulary = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by our own parent
    outcome: ReadDocument | tuple[str, str]
    try:
        outcome = parse(Path(path), FileKind(kind), vocabulary)
    except UnreadableFileError as error:
        told = _too_hard() if _used_up(error) else error
        outcome = (told.code, told.sentence)
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
