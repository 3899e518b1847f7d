"""``miernik campaign``: one form as a file, from a file, and a link to it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from miernik.collection.errors import CollectionError
from miernik.collection.finding import form_named, open_campaign_or_of_year
from miernik.collection.links import issue_link
from miernik.collection.messages.values import address_of
from miernik.collection.models import Channel, Questionnaire
from miernik.collection.services.incoming import faults_of
from miernik.collection.services.taking import form_workbook, take_workbook, try_workbook
from miernik.collection.spreadsheet import FileReading, Identity, read_identity
from miernik.collection.spreadsheet.reading import MAX_FILE
from miernik.kernel.dates import print_date
from miernik.kernel.text import plural
from miernik.web.commands.setup import operator, say

SHOWN = 40  # differences listed on the screen


def write_form(arguments: argparse.Namespace) -> int:
    """Write an institution's form, with its present answers, as XLSX."""
    form = form_named(open_campaign_or_of_year(arguments.year), arguments.institution)
    target = Path(arguments.out)
    target.write_bytes(form_workbook(questionnaire=form, link=None))
    say(f"Zapisano formularz: {form.institution.name} → {target}")
    return 0


def print_link(arguments: argparse.Namespace) -> int:
    """Issue a link and print it alone on its line; older links stay as they are."""
    form = form_named(open_campaign_or_of_year(arguments.year), arguments.institution)
    link = issue_link(
        questionnaire=form, person=form.contact_name, sent_to="", by=operator(), at=timezone.now()
    )
    say(address_of(link))
    say(f"{form.institution.name}, ważny do {print_date(timezone.localdate(link.expires_at))}")
    return 0


def take(arguments: argparse.Namespace) -> int:
    """Read a filled-in workbook into its form; 1 when it was not taken or not handed in."""
    data = _read(Path(arguments.file))
    form = _form_of(data)
    say(f"{form.institution.name}, dane za {form.campaign.year} r.")
    if arguments.dry_run:
        reading = try_workbook(questionnaire=form, data=data)
        _tell_differences(reading)
        _tell_faults(faults_of(reading))
        say("Niczego nie zapisano." if reading.sound else "Pliku nie można przyjąć.")
        return 0 if reading.sound else 1
    taken = take_workbook(
        questionnaire=form,
        data=data,
        channel=Channel.SPREADSHEET,
        submit=not arguments.save_only,
        by=operator(),
        at=timezone.now(),
    )
    if not taken.saved:
        _tell_faults(faults_of(taken.reading))
        say("Pliku nie przyjęto, niczego nie zapisano.")
        return 1
    if taken.submission is not None:
        say(f"Przekazano. Kod potwierdzenia: {taken.submission.receipt}")
        return 0
    if arguments.save_only:
        say("Odpowiedzi zapisano.")
        return 0
    _tell_faults([finding.message for finding in taken.findings])
    say("Odpowiedzi zapisano, ale formularz nie jest jeszcze przekazany.")
    return 1


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_FILE + 1)


def _form_of(data: bytes) -> Questionnaire:
    identity = read_identity(data)
    if not isinstance(identity, Identity):
        raise CollectionError(identity.message)
    forms = Questionnaire.objects.select_related("campaign", "institution")
    found = forms.filter(uuid=identity.form).order_by("id").first()
    if found is None:
        raise CollectionError("Ten formularz nie pochodzi z tej instalacji programu.")
    return found


def _tell_differences(reading: FileReading) -> None:
    count = len(reading.differences)
    words = plural(count, "zmiana", "zmiany", "zmian")
    say(f"{count} {words} względem zapisanych odpowiedzi.")
    for item in reading.differences[:SHOWN]:
        say(f"  {item.what}: {item.was or 'puste'} → {item.now or 'puste'}")
    if count > SHOWN:
        say(f"  i {count - SHOWN} więcej")


def _tell_faults(faults: list[str]) -> None:
    for fault in faults:
        say(f"  {fault}")


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "form": write_form,
    "link": print_link,
    "take": take,
}
