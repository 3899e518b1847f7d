"""Parsing in a process of its own, so that no file can take the program's time or memory."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from miernik.intake.errors import BY_CODE, TooHardFileError
from miernik.intake.rows import ReadDocument
from miernik.intake.vocabulary import Vocabulary
from miernik.kernel.office.errors import UnreadableFileError
from miernik.kernel.office.gate import FileKind

if TYPE_CHECKING:
    from miernik.intake.programme.blocks import ReadBlocks

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
    found = _in_bounds("report", path, kind, vocabulary, seconds, memory)
    assert isinstance(found, ReadDocument)
    return found


def blocks_in_bounds(
    path: Path, kind: FileKind, *, seconds: int = SECONDS, memory: int = MEMORY
) -> ReadBlocks | None:
    """Read ``path`` as a programme in a child process; None when it holds something else.

    Raises TooHardFileError when it needs more than is allowed.
    """
    from miernik.intake.programme.blocks import ReadBlocks

    found = _in_bounds("programme", path, kind, None, seconds, memory)
    assert found is None or isinstance(found, ReadBlocks)
    return found


def _in_bounds(
    document: str,
    path: Path,
    kind: FileKind,
    vocabulary: Vocabulary | None,
    seconds: int,
    memory: int,
) -> object:
    module = "miernik.intake.readers.isolation"
    command = [sys.executable, "-m", module, document, str(path.resolve()), kind]
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
    if isinstance(outcome, tuple):
        code, sentence = outcome
        raise BY_CODE[code](sentence)
    return outcome


def _too_hard() -> UnreadableFileError:
    return TooHardFileError(
        "Plik jest zbyt złożony, by go odczytać w rozsądnym czasie: zapisz samą tabelę"
        " sprawozdania albo sam tekst programu jako DOCX."
    )


def _used_up(error: BaseException | None) -> bool:
    """Whether memory or depth ran out somewhere behind the error."""
    while error is not None:
        if isinstance(error, MemoryError | RecursionError):
            return True
        error = error.__cause__ or error.__context__
    return False


def main(document: str, path: str, kind: str, memory: str) -> None:
    """The child: parse one file and write the document, or the error, to standard output."""
    from miernik.intake.readers import parse

    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    vocabulary = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by our own parent
    outcome: object
    try:
        if document == "programme":
            outcome = _blocks(Path(path), FileKind(kind))
        else:
            outcome = parse(Path(path), FileKind(kind), vocabulary)
    except UnreadableFileError as error:
        told = _too_hard() if _used_up(error) else error
        outcome = (told.code, told.sentence)
    sys.stdout.buffer.write(pickle.dumps(outcome))


def _blocks(path: Path, kind: FileKind) -> ReadBlocks | None:
    import django

    django.setup()  # the names of a programme's fields are those of the models
    from miernik.intake.programme.reading import read_blocks

    return read_blocks(path, kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
