"""Days an IPI rests on; periodic assessment and end of a family assistant's work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_frozen_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="applied_on",
            field=models.DateField(blank=True, null=True, verbose_name="wniosek"),
        ),
        migrations.AddField(
            model_name="plan",
            name="protection_on",
            field=models.DateField(blank=True, null=True, verbose_name="uzyskanie ochrony"),
        ),
        migrations.AddField(
            model_name="referral",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="zakończono"),
        ),
        migrations.AddField(
            model_name="referral",
            name="reviewed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ostatnia ocena"),
        ),
    ]
