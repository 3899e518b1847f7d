"""Forms that come back by post: signed ones of known senders are taken, no other by itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from miernik.collection.content import AnswerContent
from miernik.collection.errors import IncomingFileError
from miernik.collection.links import issue_link
from miernik.collection.mailbox import FolderSource
from miernik.collection.models import (
    Channel,
    IncomingFile,
    IncomingState,
    Message,
    MessageKind,
)
from miernik.collection.services.incoming import (
    Read,
    accept_file,
    import_mailbox,
    path_of,
    refuse_file,
)
from miernik.collection.services.review import accept_form
from miernik.collection.services.taking import form_workbook
from tests.collection.campaigns import (
    BY,
    CENTRE,
    FIRST_SCHOOL,
    MONEY,
    NOW,
    SECOND_SCHOOL,
    City,
    an_open_one,
    everything,
    number,
)

pytestmark = pytest.mark.django_db
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JOB = "zadanie w tle"


@pytest.fixture
def box(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    folder = tmp_path / "poczta"
    folder.mkdir()
    return folder


@pytest.fixture
def town() -> City:
    return an_open_one()


def signed_sheet(town: City, name: str, answers: Mapping[str, AnswerContent]) -> bytes:
    """The workbook as sent (untouched form) and then filled in: saved values at revision 0."""
    form = town.form(name)
    town.save(name, dict(answers))
    filled = town.form(name)
    filled.revision = form.revision
    content = form_workbook(questionnaire=filled, link=None)
    filled.answers.all().delete()
    filled.state = form.state
    filled.save()
    return content


def post(box: Path, content: bytes, sender: str, *, identity: str = "<1@x>",
         name: str = "formularz.xlsx", **headers: str) -> None:  # fmt: skip
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Odp: formularz"
    message["Message-ID"] = identity
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content("Przesyłam formularz.")
    message.add_attachment(content, maintype="application", subtype=XLSX, filename=name)
    (box / f"{len(list(box.iterdir()))}.eml").write_bytes(message.as_bytes())


def read(box: Path) -> Read:
    return import_mailbox(source=FolderSource(box), by=JOB, at=NOW)


def the_file() -> IncomingFile:
    return IncomingFile.objects.get()


def answered(kind: MessageKind) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_a_signed_form_of_a_known_sender_is_handed_in_and_receipted(town: City, box: Path) -> None:
    content = signed_sheet(town, FIRST_SCHOOL, everything())
    post(box, content, "Sekretariat <SP1@example.org>")
    assert read(box).sentence() == "1 plik z poczty: przyjęto 1"
    form, file = town.form(FIRST_SCHOOL), the_file()
    assert form.state == "submitted"
    assert file.submission == form.submissions.get()
    assert form.submissions.get().channel == Channel.MAIL
    assert form.submissions.get().submitted_by == "poczta: sp1@example.org"
    assert path_of(file).read_bytes() == content
    assert answered(MessageKind.RECEIPT) == ["sp1@example.org"]


def test_reading_twice_changes_nothing(town: City, box: Path) -> None:
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "sp1@example.org")
    read(box)
    assert read(box).sentence() == ""
    assert IncomingFile.objects.count() == town.form(FIRST_SCHOOL).submissions.count() == 1


def test_a_deputy_the_link_was_sent_to_gets_a_receipt_beside_the_institution(
    town: City, box: Path
) -> None:
    issue_link(questionnaire=town.form(FIRST_SCHOOL), person="Zastępca",
               sent_to="zastepca@example.org", by=BY, at=NOW)  # fmt: skip
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "zastepca@example.org")
    assert read(box).taken == 1
    assert sorted(answered(MessageKind.RECEIPT)) == ["sp1@example.org", "zastepca@example.org"]


def test_a_signed_form_of_a_stranger_waits_for_a_person(town: City, box: Path) -> None:
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "ktos@example.com")
    assert read(box).waiting == 1
    assert town.form(FIRST_SCHOOL).state == "not_started"
    assert the_file().remark == "Nadawca nie jest znany tej instytucji."
    assert not Message.objects.exists()


def test_another_institutions_sender_is_a_stranger_too(town: City, box: Path) -> None:
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "sp2@example.org")
    assert read(box).waiting == 1
    assert town.form(FIRST_SCHOOL).state == town.form(SECOND_SCHOOL).state == "not_started"


def test_a_waiting_form_is_taken_on_a_persons_word_once(town: City, box: Path) -> None:
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "ktos@example.com")
    read(box)
    taken = accept_file(file=the_file(), by=BY, at=NOW)
    assert taken.submission is not None
    assert the_file().state == IncomingState.TAKEN
    assert the_file().decided_by == BY
    assert town.form(FIRST_SCHOOL).state == "submitted"
    with pytest.raises(IncomingFileError, match="już zdecydowano"):
        accept_file(file=the_file(), by=BY, at=NOW)


def test_a_waiting_form_is_set_aside_with_a_reason(town: City, box: Path) -> None:
    post(box, signed_sheet(town, FIRST_SCHOOL, everything()), "ktos@example.com")
    read(box)
    with pytest.raises(IncomingFileError, match="dlaczego"):
        refuse_file(file=the_file(), reason=" ", by=BY, at=NOW)
    assert refuse_file(file=the_file(), reason="to nie oni", by=BY, at=NOW).state == "refused"
    assert town.form(FIRST_SCHOOL).state == "not_started"


def test_a_form_whose_hidden_marks_were_changed_is_refused_with_the_reason(
    town: City, box: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(signed_sheet(town, FIRST_SCHOOL, everything())))
    hidden = book["_miernik"]
    for row in hidden.iter_rows(min_col=1, max_col=2):
        if row[0].value == "signature":
            row[1].value = "0" * 64
    target = io.BytesIO()
    book.save(target)
    post(box, target.getvalue(), "sp1@example.org")
    assert read(box).refused == 1
    assert town.form(FIRST_SCHOOL).state == "not_started"


def test_all_faults_of_a_known_senders_file_come_back_in_one_message(town: City, box: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(signed_sheet(town, FIRST_SCHOOL, everything())))
    changed = 0
    for row in book["Odpowiedzi"].iter_rows():
        for cell in row:
            if cell.value in (120, 15300.5, "120", "15 300,50", "15300,5"):
                cell.value, changed = "dużo", changed + 1
    assert changed == 2
    target = io.BytesIO()
    book.save(target)
    post(box, target.getvalue(), "sp1@example.org")
    assert read(box).refused == 1
    message = Message.objects.get(kind=MessageKind.FILE_REFUSED)
    assert message.recipient == "sp1@example.org"
    assert message.body.count("dużo") == 2
    assert "nie zostały zapisane" in message.body
    assert town.form(FIRST_SCHOOL).state == "not_started"


def test_an_unfinished_form_is_kept_and_told_what_it_lacks(town: City, box: Path) -> None:
    answers = {name: one for name, one in everything().items() if name != MONEY}
    post(box, signed_sheet(town, FIRST_SCHOOL, answers), "sp1@example.org")
    assert read(box).taken == 1
    assert town.form(FIRST_SCHOOL).state == "in_progress"
    assert "nie jest jeszcze przekazany" in Message.objects.get().body


def test_a_file_that_is_no_form_is_answered_only_to_somebody_known(town: City, box: Path) -> None:
    post(box, b"PK\x03\x04 popsuty", "sp1@example.org")
    post(box, b"PK\x03\x04 popsuty", "spam@example.com", identity="<2@x>")
    assert read(box).refused == 2
    assert answered(MessageKind.FILE_REFUSED) == ["sp1@example.org"]


def test_a_machine_is_never_answered_and_its_form_waits(town: City, box: Path) -> None:
    content = signed_sheet(town, FIRST_SCHOOL, everything())
    post(box, content, "sp1@example.org", Auto_Submitted="auto-replied")
    post(box, b"PK\x03\x04", "sp1@example.org", identity="<2@x>", Precedence="bulk")
    done = read(box)
    assert (done.waiting, done.refused) == (1, 1)
    assert not Message.objects.exists()


def test_an_accepted_form_is_not_overwritten_by_post(town: City, box: Path) -> None:
    content = signed_sheet(town, CENTRE, {MONEY: number(5)})
    town.hand_in(CENTRE, everything_of_the_centre())
    accept_form(questionnaire=town.form(CENTRE), by=BY, at=NOW)
    post(box, content, "mopr@example.org")
    assert read(box).refused == 1
    assert town.form(CENTRE).state == "accepted"
    assert "przyjęty" in Message.objects.get(kind=MessageKind.FILE_REFUSED).body


def everything_of_the_centre() -> dict[str, AnswerContent]:
    return {name: one for name, one in everything().items() if "dożywiani" in name}


def test_a_message_that_cannot_be_read_is_noted_once(box: Path, town: City) -> None:
    (box / "0.eml").write_bytes(b"x" * (25 * 1024 * 1024 + 1))
    assert read(box).sentence() == "wiadomości nie do odczytania: 1"
    assert read(box).sentence() == ""
