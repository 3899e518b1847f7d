"""Every event gets its place in the chain; those there already are numbered 1, 2, 3 … first."""

from django.conf import settings
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from miernik.audit import head
from miernik.audit.chain import GENESIS, Link, plain, seal
from miernik.audit.triggers import allow, append_only
from miernik.kernel.key_file import load_keyring

TABLE = "audit_event"
SENTENCE = "Wpisów dziennika zdarzeń nie zmienia się ani nie usuwa."
CHUNK = 5000


def chain(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    event_class = apps.get_model("audit", "Event")
    quote = schema_editor.connection.ops.quote_name
    changed = f"id = %s, {quote('previous')} = %s, {quote('hash')} = %s"
    update = f"UPDATE {TABLE} SET {changed} WHERE id = %s"  # noqa: S608
    number, previous, seen, at = 0, GENESIS, 0, None
    while events := list(event_class.objects.filter(id__gt=seen).order_by("id")[:CHUNK]):
        keys = load_keyring(settings.REGISTER_KEYS)
        for event in events:
            # a number only ever falls, and falls into a gap that is free by then
            number, seen, at = number + 1, event.id, event.at
            link = Link(
                number, previous, at, event.by, event.action, event.subject, plain(event.data)
            )
            sealed = seal(link, keys)
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(update, [number, previous, sealed, event.id])
            previous = sealed
    if at is not None:
        last = head.Head(number, previous, at)
        transaction.on_commit(lambda: head.write(last), using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(allow(TABLE), append_only(TABLE, SENTENCE)),
        migrations.AddField(
            "event",
            "previous",
            models.CharField(default="", max_length=64, verbose_name="skrót poprzedniego"),
            preserve_default=False,
        ),
        migrations.AddField(
            "event",
            "hash",
            models.CharField(default="", max_length=64, verbose_name="skrót"),
            preserve_default=False,
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddIndex("event", models.Index(fields=["action", "at"], name="event_action")),
        migrations.AddIndex("event", models.Index(fields=["by", "at"], name="event_person")),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(("hash", ""), _negated=True)
                & models.Q(("previous", ""), _negated=True),
                name="event_is_chained",
                violation_error_message="Wpis dziennika musi należeć do łańcucha.",
            ),
        ),
        migrations.RunPython(append_only(TABLE, SENTENCE), allow(TABLE)),
    ]
