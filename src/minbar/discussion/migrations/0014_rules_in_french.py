from django.db import migrations, models

FIRST_EDITION = {
    "insult": ("سبّ أو قذف", "Insulte ou diffamation"),
    "hatred": (
        "كراهية أو تمييز (عنصري، جهوي، قبلي، طائفي)",
        "Haine ou discrimination (raciale, régionaliste, tribale, confessionnelle)",
    ),
    "religion": ("إساءة إلى الأديان", "Offense aux religions"),
    "unproven": ("اتهام أو خبر بلا دليل", "Accusation ou information sans preuve"),
    "personal": ("معلومات شخصية", "Informations personnelles"),
    "obscene": ("كلام فاحش", "Propos obscènes"),
    "impersonation": ("انتحال اسم", "Usurpation du nom d’une autre personne"),
    "advertising": ("إعلان أو رابط دعائي", "Publicité ou lien publicitaire"),
    "off-topic": ("خارج الموضوع", "Hors sujet"),
}


def word_first_edition(apps, schema_editor):
    """Word the first rules in French, where their Arabic is still the first edition's."""
    for name, known_by in (("PolicyRule", "code"), ("PolicyChange", "rule__code")):
        worded = apps.get_model("discussion", name).objects
        for code, (arabic, french) in FIRST_EDITION.items():
            worded.filter(**{known_by: code}, text_ar=arabic).update(text_fr=french)


class Migration(migrations.Migration):
    dependencies = [("discussion", "0013_moves_of_a_colleague")]

    operations = [
        migrations.AddField(
            model_name="policyrule",
            name="text_fr",
            field=models.CharField(
                blank=True,
                help_text="Without one, readers of French are told the Arabic.",
                max_length=200,
                verbose_name="text in French",
            ),
        ),
        migrations.AddField(
            model_name="policychange",
            name="text_fr",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(word_first_edition, migrations.RunPython.noop),
    ]
