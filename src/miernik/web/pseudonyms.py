"""Pseudonyms that a reporter's form sends: for the page that places ``components/pseudonyms.html``.

The page loads ``miernik/js/pseudonyms.js``, includes the component inside its form with
``asked=asked_pseudonyms(…)`` and ``field=FIELD``, and on POST calls ``receive_posted``. A file made
by the command may come in ``FILE_FIELD`` (a form of multipart/form-data).
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from miernik.collection.held.errors import HeldError
from miernik.collection.held.sets import receive_pseudonyms
from miernik.collection.models import PseudonymSet, Questionnaire
from miernik.collection.pseudonyms.file import MAX_FILE
from miernik.strategy.models import Indicator

FIELD = "pseudonyms"
FILE_FIELD = "pseudonyms_file"


def receive_posted(
    request: HttpRequest,
    *,
    questionnaire: Questionnaire,
    indicator: Indicator,
    persons: int | None,
    by: str,
    at: dt.datetime,
    field: str = FIELD,
    file_field: str = FILE_FIELD,
) -> PseudonymSet | None:
    """Keep what the form sent; None when it sent no pseudonyms.

    Raises MiernikError with the sentence to show beside the component. Whether the person may
    answer the questionnaire has been asked before.
    """
    upload = request.FILES.get(file_field)
    if upload is not None and (upload.size or 0) > MAX_FILE:
        raise HeldError("Plik pseudonimów jest za duży. Sprawdź, czy to właściwy plik.")
    content = upload.read() if upload is not None else request.POST.get(field, "").encode()
    if not content.strip():
        return None
    return receive_pseudonyms(
        questionnaire=questionnaire,
        indicator=indicator,
        content=content,
        persons=persons,
        by=by,
        at=at,
    )
