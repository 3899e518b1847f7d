"""The forms of an opinion: one change, and the whole letter with who writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from miernik.accounts.organisations.checking import read_krs
from miernik.consultations.errors import UnchangedProposalError
from miernik.consultations.models import SubmitterKind, Track
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.submitting import NO_ADDRESS, Submitter
from miernik.kernel.redline import is_changed
from miernik.strategy.text.reading import Line
from miernik.web.public.consultations.basket import MAX_LETTERS

_KINDS = {
    TrackKind.NGO: SubmitterKind.ORGANISATION,
    TrackKind.RESIDENTS: SubmitterKind.PERSON,
    TrackKind.COUNCIL: SubmitterKind.BODY,
}
_WHO = {
    TrackKind.NGO: "organizacja pozarządowa lub inny podmiot pożytku publicznego",
    TrackKind.RESIDENTS: "mieszkanka lub mieszkaniec",
    TrackKind.COUNCIL: "rada działalności pożytku publicznego",
}
_TOO_LONG = "Tekst jest za długi: skróć go do {} znaków."


def _long_text(label: str, rows: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_LETTERS,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"max_length": _TOO_LONG.format(MAX_LETTERS)},
    )


class ChangeForm(forms.Form):
    """One change: another wording of a unit, its removal, or a new unit after it."""

    text = _long_text("Proponowany zapis", 6)
    strike = forms.BooleanField(label="Skreślić ten zapis w całości", required=False)
    reasons = _long_text(
        "Uzasadnienie", 4, "Możesz je też wpisać raz dla wszystkich zmian, przed wysłaniem."
    )

    def __init__(self, *args: Any, line: Line, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.is_new = line, is_new
        if is_new:
            del self.fields["strike"]

    def clean(self) -> dict[str, Any]:
        """A change says something else than the text does now."""
        found = super().clean() or {}
        text = found.get("text", "")
        if found.get("strike"):
            found["text"] = ""
        elif "text" in self.errors:
            pass
        elif not text.strip():
            wanted = "nowego zapisu" if self.is_new else "zapisu albo zaznacz, że go skreślić"
            self.add_error("text", f"Wpisz treść {wanted}.")
        elif not self.is_new and not is_changed(self.line.text, text):
            self.add_error("text", str(UnchangedProposalError(self.line.path)))
        return found


class OpinionForm(forms.Form):
    """The whole opinion besides its changes: on which track, who writes, what in general."""

    who = forms.ChoiceField(label="Składam opinię jako", widget=forms.RadioSelect)
    name = forms.CharField(label="Nazwa organizacji", required=False, max_length=300)
    krs = forms.CharField(
        label="Numer KRS", required=False, max_length=30, help_text="Nie jest wymagany."
    )
    statutory = forms.BooleanField(
        label="Oświadczam, że prowadzimy w mieście działalność statutową", required=False
    )
    full_name = forms.CharField(label="Imię i nazwisko", required=False, max_length=200)
    publish = forms.BooleanField(
        label="Zgadzam się na podanie mojego imienia i nazwiska w wynikach konsultacji",
        required=False,
        help_text="Bez zgody w wynikach stoi „Osoba fizyczna”.",
    )
    email = forms.EmailField(
        label="Adres e-mail",
        required=False,
        max_length=200,
        help_text="Nie jest wymagany. Służy do pytań o tę opinię, a jeśli o to poprosisz, także do "
        "wysłania potwierdzenia i wiadomości o wyniku; nie jest publikowany.",
        error_messages={"invalid": "Wpisz adres w postaci nazwa@domena.pl albo zostaw to puste."},
    )
    letters = forms.BooleanField(
        label="Przyślij mi na ten adres potwierdzenie i wiadomość o wyniku",
        required=False,
        help_text="Dwie wiadomości: zaraz po wysłaniu opinii i po rozpatrzeniu wszystkich opinii. "
        "Jest w nich adres strony z opinią i rozstrzygnięciami, nie ma treści opinii.",
    )
    common = _long_text(
        "Uzasadnienie wspólne",
        4,
        "Stanie przy każdej zmianie, która nie ma własnego uzasadnienia.",
    )
    general = _long_text("Uwagi ogólne", 4, "To, co nie dotyczy jednej jednostki tekstu.")
    page_address = forms.CharField(
        label="Zostaw to pole puste",
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, tracks: Sequence[Track], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tracks = {track.kind: track for track in tracks}
        choices = [(kind, _WHO[TrackKind(kind)]) for kind in self.tracks]
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = choices
        if len(choices) == 1:
            who.initial = choices[0][0]
        kinds = set(self.tracks)
        if kinds == {TrackKind.RESIDENTS}:
            self._without("name", "krs", "statutory")
        elif TrackKind.RESIDENTS not in kinds:
            self._without("full_name", "publish")
        if kinds == {TrackKind.COUNCIL}:
            self._without("krs", "statutory")

    def clean_krs(self) -> str:
        """A number of the register, with its leading zeros; "" without one."""
        typed: str = self.cleaned_data["krs"].strip()
        if not typed:
            return ""
        try:
            return read_krs(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_page_address(self) -> str:
        """Programs fill in every field; people do not see this one."""
        if self.cleaned_data["page_address"]:
            raise forms.ValidationError(
                "Wypełniono pole, które miało zostać puste. Wyczyść je i wyślij jeszcze raz."
            )
        return ""

    def clean(self) -> dict[str, Any]:
        """Whoever writes is named; an organisation says that it works in the city."""
        found = super().clean() or {}
        kind = self._kind(found)
        if kind is SubmitterKind.PERSON and not found.get("full_name"):
            self.add_error("full_name", "Podaj imię i nazwisko.")
        if kind in (SubmitterKind.ORGANISATION, SubmitterKind.BODY) and not found.get("name"):
            self.add_error("name", "Podaj nazwę organizacji albo organu.")
        if kind is SubmitterKind.ORGANISATION and not found.get("statutory"):
            self.add_error(
                "statutory",
                "Zaznacz oświadczenie: opinie w tej ścieżce składają organizacje, które działają "
                "w mieście.",
            )
        if found.get("letters") and not found.get("email") and "email" not in self.errors:
            self.add_error("email", NO_ADDRESS)
        return found

    @property
    def track(self) -> Track:
        """The track of who writes; only of a valid form."""
        return self.tracks[self.cleaned_data["who"]]

    def submitter(self) -> Submitter:
        """Who writes, with nothing that belongs to another kind of submitter."""
        found = self.cleaned_data
        kind = self._kind(found)
        if kind is SubmitterKind.PERSON:
            return Submitter(
                kind,
                full_name=found["full_name"],
                email=found["email"],
                publish_name=found["publish"],
                wants_letters=found["letters"],
            )
        return Submitter(
            SubmitterKind.ORGANISATION if kind is None else kind,
            name=found["name"],
            krs=found.get("krs", "") if kind is SubmitterKind.ORGANISATION else "",
            email=found["email"],
            statutory_activity=True if kind is SubmitterKind.ORGANISATION else None,
            wants_letters=found["letters"],
        )

    def _kind(self, found: dict[str, Any]) -> SubmitterKind | None:
        who = found.get("who")
        return _KINDS[TrackKind(who)] if who else None

    def _without(self, *names: str) -> None:
        for name in names:
            del self.fields[name]
