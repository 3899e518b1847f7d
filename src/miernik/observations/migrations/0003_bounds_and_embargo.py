import django.db.models.deletion
from django.db import migrations, models

from miernik.audit.triggers import allow, append_only

TABLE = "observations_observation"
SENTENCE = "Zapisanej wartości nie zmienia się ani nie usuwa: popraw ją sprostowaniem."


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_alter_membership_role"),
        ("observations", "0002_append_only"),
        ("strategy", "0002_frozen_versions"),
    ]

    operations = [
        migrations.RunPython(allow(TABLE), append_only(TABLE, SENTENCE)),
        migrations.CreateModel(
            name="Embargo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                ("set_at", models.DateTimeField(verbose_name="wstrzymano")),
                ("set_by", models.CharField(max_length=150, verbose_name="kto wstrzymał")),
                (
                    "lifted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="udostępniono"),
                ),
                (
                    "lifted_by",
                    models.CharField(blank=True, max_length=150, verbose_name="kto udostępnił"),
                ),
            ],
            options={
                "verbose_name": "wstrzymanie publikacji",
                "verbose_name_plural": "wstrzymania publikacji",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="observation",
            name="numeric_value_has_a_number",
        ),
        migrations.AddField(
            model_name="observation",
            name="lower",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="dolna granica"
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="upper",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="górna granica"
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["count", "amount", "percent"]),
                        ("status", "value"),
                        _negated=True,
                    ),
                    ("number__isnull", False),
                    models.Q(("kind", "count"), ("lower__isnull", False)),
                    _connector="OR",
                ),
                name="numeric_value_has_a_number",
                violation_error_message="Wartość liczbowa musi mieć liczbę.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lower__isnull", True), ("upper__isnull", True)),
                    models.Q(("lower__isnull", False), ("upper__isnull", False)),
                    _connector="OR",
                ),
                name="bounds_come_in_pairs",
                violation_error_message="Podaj obie granice wartości albo żadnej.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lower__isnull", True),
                    ("upper__isnull", True),
                    ("lower__lte", models.F("upper")),
                    _connector="OR",
                ),
                name="bounds_in_order",
                violation_error_message="Dolna granica nie może być większa od górnej.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lower__isnull", True),
                    models.Q(
                        ("kind", "count"),
                        ("lower__gte", 0),
                        ("number__isnull", True),
                        ("status", "value"),
                    ),
                    _connector="OR",
                ),
                name="bounds_stand_for_a_count",
                violation_error_message="Granice zastępują tylko nieznaną liczebność: bez liczby, nie mniej niż zero.",
            ),
        ),
        migrations.AddField(
            model_name="embargo",
            name="work",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="embargoes",
                to="strategy.work",
            ),
        ),
        migrations.AddConstraint(
            model_name="embargo",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("work", "year"),
                name="one_open_embargo",
                violation_error_message="Publikacja tego roku jest już wstrzymana.",
            ),
        ),
        migrations.AddConstraint(
            model_name="embargo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by", "")),
                    models.Q(
                        ("lifted_at__isnull", False), models.Q(("lifted_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="lifted_embargo_says_who",
                violation_error_message="Udostępnienie roku musi podawać osobę i datę.",
            ),
        ),
        migrations.RunPython(append_only(TABLE, SENTENCE), allow(TABLE)),
    ]
