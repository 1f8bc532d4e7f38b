"""«All breaking news» is that of an edition; who had asked for all keeps that of every one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OWN = ""


def keep_every_edition(apps, schema_editor):
    """Give those that want all the editions whose lines they were sent."""
    subscriptions = apps.get_model("push", "Subscription").objects.filter(wants_all=True)
    wanted = apps.get_model("push", "WantedEdition").objects
    for edition in (OWN, *settings.MINBAR_EDITIONS):
        wanted.bulk_create(
            (
                wanted.model(subscription_id=pk, edition=edition)
                for pk in subscriptions.values_list("pk", flat=True)
            ),
            batch_size=500,
        )


def want_all_again(apps, schema_editor):
    """Let those want all that want all of the newspaper's own edition."""
    wanted = apps.get_model("push", "WantedEdition").objects.filter(edition=OWN)
    subscriptions = apps.get_model("push", "Subscription").objects
    subscriptions.filter(pk__in=wanted.values("subscription")).update(wants_all=True)


class Migration(migrations.Migration):

    dependencies = [
        ("push", "0001_subscriptions_and_sendings"),
    ]

    operations = [
        migrations.CreateModel(
            name="WantedEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=8)),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wanted_editions",
                        to="push.subscription",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subscription", "edition"), name="wanted_edition_once"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="subscription",
            name="wants_all",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_every_edition, want_all_again),
        migrations.RemoveField(model_name="subscription", name="wants_all"),
    ]
