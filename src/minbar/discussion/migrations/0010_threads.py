"""Comments whose votes no page shows yet are found without looking at the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discussion", "0009_reading_resumes")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["story"],
                name="votes_not_yet_shown",
                condition=~models.Q(
                    agreed=models.F("pressed_agreed"), disagreed=models.F("pressed_disagreed")
                ),
            ),
        )
    ]
