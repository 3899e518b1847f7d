"""What may be wrong with a list, a key, a file of pseudonyms or a sketch."""

from __future__ import annotations

from miernik.kernel.errors import MiernikError


class ListError(MiernikError):
    """The list of identifiers cannot be read at all."""


class KeyTextError(MiernikError):
    """A text is not a key of pseudonyms, or was mistyped."""


class PseudonymFileError(MiernikError):
    """A file is not a sound file of pseudonyms."""


class CountingError(MiernikError):
    """The files at hand cannot be counted together."""


class SketchError(MiernikError):
    """A sketch cannot be made, read or set beside another."""
