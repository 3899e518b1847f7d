"""The project's own settings with one page more: an empty one to compare with."""

from miernik.web.settings import *  # noqa: F403  # the same project, one address more

ROOT_URLCONF = "tools.rush.urls"
