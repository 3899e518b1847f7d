"""What a role may do at the desk: one table."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from miernik.accounts.models import Role, User
from miernik.accounts.permissions import holds
from miernik.kernel.quantities import Labelled


class Action(Labelled):
    """What a person does in the office."""

    READ = "read", "czytanie biura"
    IMPORT = "import", "wczytywanie dokumentów"
    CORRECT = "correct", "sprostowanie wartości"
    CLASSIFY = "classify", "rozstrzyganie przerw"
    EDIT_TEXT = "edit_text", "redagowanie tekstów programów"
    PREVIEW = "preview", "podgląd wydania"
    PUBLISH = "publish", "publikacja wydania"


ALLOWED: dict[Action, tuple[Role, ...]] = {
    Action.READ: (Role.COORDINATOR, Role.DIRECTOR, Role.READER),
    Action.IMPORT: (Role.COORDINATOR,),
    Action.CORRECT: (Role.COORDINATOR,),
    Action.CLASSIFY: (Role.COORDINATOR,),
    Action.EDIT_TEXT: (Role.COORDINATOR,),
    Action.PREVIEW: (Role.COORDINATOR, Role.DIRECTOR),
    Action.PUBLISH: (Role.DIRECTOR,),
}


def may(user: User | AnonymousUser, action: Action) -> bool:
    """Return whether the person may do this."""
    return holds(user, *ALLOWED[action])
