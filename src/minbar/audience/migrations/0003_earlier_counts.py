"""What was counted before days were kept stands on the day of publication, for want of a better."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

EARLIER = "earlier"
BATCH = 500


def give_days(apps, schema_editor):
    Figures = apps.get_model("audience", "Figures")
    DayFigures = apps.get_model("audience", "DayFigures")
    counted = Figures.objects.filter(counted__gt=0).select_related("story")
    days = (
        DayFigures(
            story_id=figures.story_id,
            day=timezone.localdate(figures.story.first_published_at or timezone.now()),
            volume=EARLIER,
            views=figures.counted,
        )
        for figures in counted.iterator(BATCH)
    )
    DayFigures.objects.bulk_create(days, batch_size=BATCH)
    Figures.objects.update(pressed=F("brought") + F("counted"))


def take_days(apps, schema_editor):
    apps.get_model("audience", "DayFigures").objects.filter(volume=EARLIER).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("audience", "0002_counts_by_day"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_days, take_days)]
