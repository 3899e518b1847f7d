"""Keys, identifiers, lists and files of pseudonyms."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.collection.pseudonyms.errors import KeyTextError, ListError, PseudonymFileError
from miernik.collection.pseudonyms.file import PseudonymFile, file_text, make_file, parse_file
from miernik.collection.pseudonyms.identifiers import Row, masked, read_numbers
from miernik.collection.pseudonyms.key import PseudonymKey, new_key, print_key, read_key
from miernik.collection.pseudonyms.key_text import key_text, parse_key
from miernik.collection.pseudonyms.lists import read_list
from tests.collection.persons import file_of, pesel

SECRET = bytes(range(32))
KEY = PseudonymKey(SECRET, 2026, "Białystok")
PESEL = "44051401359"  # the example of the ministry's own description


def _alone(*numbers: str) -> list[Row]:
    return [Row(line, text) for line, text in enumerate(numbers, 1)]


# --- the pseudonym -------------------------------------------------------------------------------


def test_a_pseudonym_is_the_first_half_of_hmac_sha256_over_year_area_indicator_and_number() -> None:
    message = b"miernik pseudonym 1\x002026\x00Bia\xc5\x82ystok\x00A.1.3\x00pesel\x0044051401359"
    expected = hmac.new(SECRET, message, hashlib.sha256).digest()[:16]
    assert KEY.pseudonym(PESEL, indicator="A.1.3") == expected


def test_hmac_sha256_here_is_that_of_the_standard() -> None:
    # RFC 4231, test case 1: what the two implementations (hmac, WebCrypto) both must give
    assert hmac.digest(b"\x0b" * 20, b"Hi There", "sha256").hex() == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )


def test_the_fingerprint_tells_year_and_area_apart() -> None:
    message = b"miernik pseudonym key 1\x002026\x00Bia\xc5\x82ystok"
    assert KEY.fingerprint == hmac.new(SECRET, message, hashlib.sha256).hexdigest()[:16]
    others = [PseudonymKey(SECRET, 2027, "Białystok"), PseudonymKey(SECRET, 2026, "Suwałki")]
    assert len({KEY.fingerprint, *(other.fingerprint for other in others)}) == 3


@pytest.mark.parametrize(
    ("key", "indicator"),
    [
        (PseudonymKey(SECRET, 2027, "Białystok"), "A.1.3"),
        (PseudonymKey(SECRET, 2026, "Suwałki"), "A.1.3"),
        (KEY, "A.1.4"),
        (PseudonymKey(SECRET[::-1], 2026, "Białystok"), "A.1.3"),
    ],
)
def test_another_year_area_indicator_or_key_gives_another_pseudonym(
    key: PseudonymKey, indicator: str
) -> None:
    assert key.pseudonym(PESEL, indicator=indicator) != KEY.pseudonym(PESEL, indicator="A.1.3")


def test_a_key_does_not_show_itself_in_a_traceback() -> None:
    assert SECRET.hex() not in repr(KEY)
    assert "secret" not in repr(KEY)


# --- the key's text ------------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32))
def test_a_printed_key_is_read_back(secret: bytes) -> None:
    assert read_key(print_key(secret)) == secret


def test_a_key_may_be_typed_in_small_letters_with_spaces_and_the_letter_o() -> None:
    typed = print_key(SECRET).replace("-", " ").lower().replace("0", "o")
    assert read_key(typed) == SECRET


@given(st.integers(0, 55), st.integers(1, 31))
def test_one_mistyped_character_of_a_key_is_noticed(place: int, shift: int) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    letters = list(print_key(SECRET).replace("-", "")[3:])
    letters[place] = alphabet[(alphabet.index(letters[place]) + shift) % 32]
    # 20 bits of checksum: for this key no single slip collides; all 1736 were tried
    with pytest.raises(KeyTextError, match="pomyłka"):
        read_key("MK1" + "".join(letters))


@pytest.mark.parametrize("text", ["", "MK1", print_key(SECRET)[:-1], "MK1-" + "U" * 56, "haslo"])
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(KeyTextError) as caught:
        read_key(text)
    assert not text or text not in str(caught.value) or len(text) < 4


def test_a_key_file_is_read_for_its_own_year_only() -> None:
    assert parse_key(key_text(KEY), year=2026) == KEY
    with pytest.raises(KeyTextError, match="na rok 2026, a lista na 2027"):
        parse_key(key_text(KEY), year=2027)
    with pytest.raises(KeyTextError, match="obszar „Białystok”"):
        parse_key(key_text(KEY), year=2026, area="Suwałki")


def test_a_key_file_with_a_changed_area_is_noticed() -> None:
    with pytest.raises(KeyTextError, match="nie pasują do siebie"):
        parse_key(key_text(KEY).replace("Białystok", "Suwałki"), year=2026)


def test_a_key_alone_needs_the_area() -> None:
    assert parse_key(print_key(SECRET), year=2026, area="Białystok") == KEY
    with pytest.raises(KeyTextError, match="obszar"):
        parse_key(print_key(SECRET), year=2026)


def test_new_keys_differ_and_a_year_or_area_that_cannot_be_is_refused() -> None:
    assert new_key(year=2026, area="A").secret != new_key(year=2026, area="A").secret
    with pytest.raises(KeyTextError):
        new_key(year=26, area="Białystok")
    with pytest.raises(KeyTextError):
        new_key(year=2026, area="Biały\x00stok")


# --- identifiers ---------------------------------------------------------------------------------


def test_numbers_are_normalised_and_repeats_counted() -> None:
    people = read_numbers(_alone("44051401359", " 440514-01359 ", "", "02211307589"))
    assert people.numbers == ("44051401359", "02211307589")
    assert (people.repeated, people.mended, people.faults) == (1, 0, ())


def test_all_faults_are_told_at_once_with_line_and_reason_and_never_the_whole_number() -> None:
    wrong = ["44051401358", "4405140135", "44133101350", "paszport AB1234567", "123"]
    people = read_numbers(_alone(*wrong, PESEL))
    assert [fault.line for fault in people.faults] == [1, 2, 3, 4, 5]
    reasons = ["cyfra kontrolna", "10 cyfr", "cyfra kontrolna", "dokumentów", "3 zamiast 11"]
    for fault, reason in zip(people.faults, reasons, strict=True):
        assert reason in fault.sentence
    told = " ".join(fault.sentence for fault in people.faults)
    assert not [number for number in wrong if len(number) > 3 and number in told]
    assert people.numbers == (PESEL,)


def test_a_date_that_is_not_in_the_calendar_is_told_apart_from_a_slip() -> None:
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    first = "9002310001"  # 31 February 1990
    control = -sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 10
    (fault,) = read_numbers(_alone(f"{first}{control}")).faults
    assert "nie ma w kalendarzu" in fault.reason


def test_other_scripts_digits_are_no_pesel() -> None:
    assert read_numbers(_alone("٤٤٠٥١٤٠١٣٥٩")).faults
    assert masked("123") == "…"


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"44051401359\n02211307589\n",
        b"\xef\xbb\xbfPESEL\r\n44051401359\r\n02211307589\r\n",
        "imię;PESEL\nZażółć;44051401359\n\nB;02211307589\n".encode("cp1250"),
        b'name,pesel\n"Kowalski, Jan",44051401359\n"Nowak, Anna",02211307589\n',
    ],
)
def test_a_list_is_read_as_institutions_have_it(content: bytes) -> None:
    assert read_numbers(read_list(content)).numbers == ("44051401359", "02211307589")


def test_a_column_may_be_named_and_lines_are_those_of_the_file() -> None:
    rows = read_list(b"kto;numer\n\nA;44051401359\nB;1\n", column="numer")
    assert [(row.line, row.text) for row in rows] == [(3, "44051401359"), (4, "1")]
    with pytest.raises(ListError, match="numery"):
        read_list(b"kto;numer\nA;44051401359\n", column="numery")


def test_several_columns_without_a_name_are_not_guessed() -> None:
    with pytest.raises(ListError, match="nie nazywa się PESEL"):
        read_list(b"A;44051401359\n")


def test_a_sheet_that_dropped_the_leading_zero_gets_it_back_and_says_so() -> None:
    book = openpyxl.Workbook()
    for line in (["PESEL"], [2211307589], ["44051401359"]):
        book.active.append(line)  # type: ignore[union-attr]  # a new book has a sheet
    target = io.BytesIO()
    book.save(target)
    people = read_numbers(read_list(target.getvalue()))
    assert people.numbers == ("02211307589", "44051401359")
    assert people.mended == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"PK\x03\x04 not a sheet", b"\xd0\xcf\x11\xe0old", b"a\x00b"],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListError):
        read_list(content)


# --- the file of pseudonyms ----------------------------------------------------------------------


def test_a_file_holds_sorted_pseudonyms_and_no_identifier() -> None:
    numbers = tuple(pesel(number) for number in range(50))
    file = make_file(numbers, key=KEY, indicator="A.1.3", institution="Szkoła", without_pesel=2)
    text = file_text(file)
    assert parse_file(text.encode()) == file
    assert len(file.values) == 50
    assert list(file.values) == sorted(file.values)
    assert not [number for number in numbers if number in text]
    assert print_key(SECRET) not in text


def _plain() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(file_text(file_of("Szkoła", {1, 2, 3})))
    return plain


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "other"}, "nie jest plik pseudonimów"),
        ({"version": 2}, "wersji"),
        ({"count": 4}, "zapowiedziano 4, a jest 3"),
        ({"count": True}, "liczba osób"),
        ({"without_pesel": -1}, "liczba osób"),
        ({"year": "2026"}, "źle zapisane"),
        ({"year": True}, "źle zapisane"),
        ({"area": " Białystok"}, "źle zapisane"),
        ({"institution": ""}, "nazwa instytucji"),
        ({"institution": "a\nb"}, "nazwa instytucji"),
        ({"key": "0123"}, "odcisk"),
        ({"pseudonyms": "x"}, "lista pseudonimów"),
        ({"identifiers": ["44051401359"]}, "za mało albo za dużo"),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(change: dict[str, Any], says: str) -> None:
    with pytest.raises(PseudonymFileError, match=says):
        parse_file(json.dumps(_plain() | change).encode())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda values: [values[1], values[0], values[2]], "pozycja 2 stoi nie po kolei"),
        (lambda values: [values[0], values[0], values[2]], "pozycja 2 powtarza"),
        (lambda values: [values[0].upper(), *values[1:]], "pozycja 1 nie jest"),
        (lambda values: [*values[:2], values[2][:-2]], "pozycja 3 nie jest"),
        (lambda values: [*values[:2], 7], "pozycja 3 nie jest pseudonimem"),
    ],
)
def test_pseudonyms_out_of_order_repeated_or_misspelt_are_refused(spoil: Any, says: str) -> None:
    plain = _plain()
    plain["pseudonyms"] = spoil(plain["pseudonyms"])
    with pytest.raises(PseudonymFileError, match=says):
        parse_file(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":1,"a":2}']
)
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with pytest.raises(PseudonymFileError):
        parse_file(content)


def test_an_empty_set_is_a_file_too() -> None:
    file = PseudonymFile(2026, "Białystok", "A.1.3", "Szkoła", KEY.fingerprint, ())
    assert parse_file(file_text(file).encode()) == file
