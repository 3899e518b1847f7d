"""What the store holds of a rush, read past the server: `python -m tools.rush.store`."""

from __future__ import annotations

import json
import sys
from typing import Any


def read() -> dict[str, Any]:
    """Return every form's state, answers and submissions; each hash is computed anew.

    ``sound`` is whether the event log's chain holds.
    """
    from miernik.audit.verification import verify
    from miernik.collection.models import Questionnaire
    from miernik.collection.services.answering import content_digest

    found = Questionnaire.objects.prefetch_related("submissions", "answers__indicator")
    return {
        "sound": verify().fault is None,
        "forms": {
            str(form.uuid): {
                "state": form.state,
                "answers": {
                    answer.indicator.uuid.hex: answer.content for answer in form.answers.all()
                },
                "submissions": [
                    {
                        "receipt": one.receipt,
                        "kept": one.content_hash,
                        "digest": content_digest(one.content),
                        "answers": one.content["answers"],
                    }
                    for one in form.submissions.all()
                ],
            }
            for form in found.order_by("id")
        },
    }


if __name__ == "__main__":
    from miernik.web.commands.setup import prepare_database

    prepare_database()
    json.dump(read(), sys.stdout)
