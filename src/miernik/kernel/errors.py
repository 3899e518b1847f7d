"""The base of every error a person may see."""

from __future__ import annotations


class MiernikError(Exception):
    """Something is wrong that a person can mend; the message is one Polish sentence.

    It says what is wrong and what to do now. The command line prints it and exits with 2; the
    office shows it beside the form.
    """
