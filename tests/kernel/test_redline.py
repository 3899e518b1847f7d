"""What changed between two wordings, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miernik.kernel.redline import Change, Piece, is_changed, redline

TEXTS = st.text(alphabet=st.sampled_from(list("aąb ,.;-–„”12\n")), max_size=60)


@given(TEXTS, TEXTS)
def test_rejecting_gives_the_old_wording_and_accepting_the_new(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == old
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == new


def test_polish_endings_are_not_cut() -> None:
    assert redline("z urzędem pracy", "z urzędami pracy") == [
        Piece(Change.KEPT, "z "),
        Piece(Change.REMOVED, "urzędem"),
        Piece(Change.ADDED, "urzędami"),
        Piece(Change.KEPT, " pracy"),
    ]


def test_the_heading_of_the_real_proposal_is_one_addition() -> None:
    old = "Pomoc osobom bezrobotnym i nieaktywnym zawodowo zagrożonym wykluczeniem społecznym"
    added = " oraz osobom mającym trudność w samodzielnym utrzymaniu zatrudnienia bez wsparcia"
    assert redline(old, old + added) == [Piece(Change.KEPT, old), Piece(Change.ADDED, added)]


def test_a_replaced_phrase_reads_as_one_change() -> None:
    pieces = redline("praca socjalna osób starszych", "pomoc prawna osób starszych")
    assert [piece.text for piece in pieces] == [
        "praca socjalna",
        "pomoc prawna",
        " osób starszych",
    ]


def test_equal_texts_have_no_change_and_line_ends_are_none() -> None:
    assert redline("to samo", "to samo") == [Piece(Change.KEPT, "to samo")]
    assert redline("", "") == []
    assert not is_changed("w warsztatach\noraz", "w warsztatach oraz")
    assert is_changed("w warsztatach", "warsztatach")
