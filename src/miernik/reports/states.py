"""States of an edition and the one way between them."""

from __future__ import annotations

from miernik.kernel.quantities import Labelled


class EditionState(Labelled):
    """An edition is prepared as a draft and never touched once published."""

    DRAFT = "draft", "robocza"
    PUBLISHED = "published", "opublikowana"


class EditionAction(Labelled):
    """What a person may do with an edition."""

    PUBLISH = "publish", "opublikuj"


#: (state, action) → next state; whatever is missing here is refused.
TRANSITIONS: dict[tuple[EditionState, EditionAction], EditionState] = {
    (EditionState.DRAFT, EditionAction.PUBLISH): EditionState.PUBLISHED,
}
