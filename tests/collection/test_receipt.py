"""The receipt says who answered, when and what, with a code that can be read aloud."""

from __future__ import annotations

import datetime as dt

import pytest

from miernik.collection.receipt import Receipt
from miernik.kernel.receipt_codes import code_of, digest_of, is_code_of

DIGEST = digest_of(b"odpowiedzi")
RECEIPT = Receipt(
    campaign="Sprawozdanie ze Strategii",
    year=2018,
    institution="Szkoła Podstawowa nr 5",
    submitter="Anna Nowak",
    at=dt.datetime(2019, 2, 28, 23, 30, tzinfo=dt.UTC),
    values=22,
    digest=DIGEST,
)


def test_the_digest_is_the_known_sha256() -> None:
    assert digest_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_code_is_three_groups_of_four_unmistakable_signs() -> None:
    groups = code_of(DIGEST).split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert not set("01IO") & set("".join(groups))


def test_the_code_is_the_first_sixty_bits_of_the_digest() -> None:
    assert code_of("0" * 64) == "2222-2222-2222"
    assert code_of("f" * 64) == "ZZZZ-ZZZZ-ZZZZ"
    # 00001 00010 … five bits a sign: the second sign of the alphabet, then the third.
    assert code_of("0880" + "0" * 60).startswith("3422")
    assert code_of("0" * 15 + "f" * 49) == "2222-2222-2222"


def test_a_typed_code_may_have_other_spacing_and_case_but_no_other_sign() -> None:
    code = code_of(DIGEST)
    assert is_code_of(code.lower().replace("-", " "), DIGEST)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert not is_code_of(wrong, DIGEST)


@pytest.mark.parametrize("digest", ["", "abc", "zz" * 32, "00" * 31])
def test_a_code_is_made_of_a_sha256_only(digest: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        code_of(digest)


def test_the_receipt_gives_the_hour_of_the_city_and_everything_by_which_to_check() -> None:
    lines = dict(RECEIPT.lines())
    assert lines["Kiedy"] == "1 marca 2019 r., godz. 00:30"
    assert lines["Ile"] == "22 odpowiedzi"
    assert lines["Kod potwierdzenia"] == code_of(DIGEST)
    text = RECEIPT.text()
    for words in ("Anna Nowak", "Szkoła Podstawowa nr 5", "rok 2018", DIGEST):
        assert words in text
