"""What a slot and an advertisement are."""

from datetime import datetime
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from minbar.advertising.addresses import check_address
from minbar.advertising.forms import AdvertisementForm
from minbar.advertising.places import Place, Shape
from minbar.stories.models import Photo, Section

ALTERNATIVE_TEXT = 160
"""Letters: it stands in the room of the picture where data is saved."""
CODE = 20_000


class SlotQuerySet(models.QuerySet["Slot"]):
    """Slots, asked for by the page that they stand on."""

    def seen_from(self, section_id: int | None) -> Self:
        """Keep those for pages of a section, its own first, or for pages of none."""
        for_all = Q(section=None)
        wanted = for_all if section_id is None else for_all | Q(section=section_id)
        return self.filter(wanted).order_by(F("section").asc(nulls_last=True))


class Slot(models.Model):
    """A place that pages keep free for advertisements. A newspaper has none until it opens some."""

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Without a section, wherever no slot of the section’s own stands. A section with a "
            "closed slot of its own stays free of advertisements at that place."
        ),
    )
    is_open = models.BooleanField(
        _("open"),
        default=True,
        help_text=_("A closed slot takes no room, and nothing that it holds is shown."),
    )

    objects = SlotQuerySet.as_manager()

    panels = [FieldPanel("place"), FieldPanel("section"), FieldPanel("is_open")]

    class Meta:
        ordering = ["place", F("section__path").asc(nulls_first=True)]
        verbose_name = _("advertising slot")
        verbose_name_plural = _("advertising slots")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "section"],
                name="slot_once_in_a_section",
                violation_error_message=_("There is a slot at this place already."),
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(section=None),
                name="slot_once_for_all_sections",
                violation_error_message=_("There is a slot at this place already."),
            ),
        ]

    def __str__(self) -> str:
        place = str(self.get_place_display())
        return f"{place} ({self.section.title})" if self.section else place

    @property
    def shape(self) -> Shape:
        """The shape of its place."""
        return Place(self.place).shape

    @property
    def path(self) -> str:
        """Where what runs in it is fetched from."""
        if self.section_id is None:
            return reverse("advertising-fragment", args=[self.place])
        return reverse("advertising-fragment-of-section", args=[self.place, self.section_id])

    def running(self) -> list["Advertisement"]:
        """What runs in it, in the order in which it was written down."""
        return list(self.advertisements.running().with_pictures().order_by("pk"))

    def what_runs(self) -> str:
        """Name what runs in it, for lists."""
        names = self.advertisements.running().order_by("pk").values_list("name", flat=True)
        return pgettext("between names", ", ").join(names)

    what_runs.short_description = _("runs now")  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a section for the front page, and a shape that what runs here does not have."""
        super().clean()
        if self.place not in Place.values:
            return
        if self.place == Place.FRONT and self.section_id is not None:
            message = _("The front page belongs to no section. Leave the section out.")
            raise ValidationError({"section": message})
        before = Slot.objects.filter(pk=self.pk).first()
        if before and before.shape != self.shape and before.advertisements.exists():
            message = _(
                "The advertisements of this slot have the shape of the place that it had. Take "
                "them out of it first, or open another slot."
            )
            raise ValidationError({"place": message})


class Stage(models.TextChoices):
    """Where an advertisement is in its term."""

    COMING = "coming", _("To come")
    RUNNING = "running", _("Runs")
    OVER = "over", _("Over")


class AdvertisementQuerySet(models.QuerySet["Advertisement"]):
    """Advertisements, asked for by their term and by what they are made of."""

    def running(self) -> Self:
        """Keep those whose term has begun and is not over, as ``terms`` has noted it."""
        return self.filter(stage=Stage.RUNNING)

    def with_code(self) -> Self:
        """Keep those that are another company's code."""
        return self.exclude(code="")

    def with_pictures(self) -> Self:
        """Fetch at once what is shown of them."""
        return self.prefetch_related("picture__renditions", "picture_for_phones__renditions")


class Advertisement(models.Model):
    """What runs in slots for a term: a picture of our own, or another company's code."""

    name = models.CharField(
        _("name in the newsroom"), max_length=120, help_text=_("Readers do not see it.")
    )
    advertiser = models.CharField(
        _("advertiser"),
        max_length=80,
        help_text=_("Readers see it beside the mark “Advertisement”."),
    )
    picture = models.ForeignKey(
        Photo,
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "1940 pixels wide and 500 high for the front page, a section’s page and under a "
            "story; 600 wide and 500 high beside a story. It stands still, whatever it is."
        ),
    )
    picture_for_phones = models.ForeignKey(
        Photo,
        verbose_name=_("picture for phones"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "For wide places: 960 pixels wide and 300 high. Without one phones show the other, "
            "small. Beside a story phones show the same."
        ),
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=ALTERNATIVE_TEXT,
        blank=True,
        help_text=_(
            "What the picture says, for who cannot see it and for readers who save data: they "
            "see this in its place."
        ),
    )
    address = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        validators=[check_address],
        help_text=_("An https address, or one of this newspaper’s own, such as /print/."),
    )
    code = models.TextField(
        _("code of another company"),
        max_length=CODE,
        blank=True,
        help_text=_(
            "In place of a picture. It runs in a closed frame that reaches nothing of the page, "
            "and only for readers who have agreed to such frames; all others see what else runs."
        ),
    )
    begins_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    slots = models.ManyToManyField(
        Slot,
        verbose_name=_("slots"),
        related_name="advertisements",
        blank=True,
        help_text=_("Of one shape. Where several run, each reader sees one of them by chance."),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, editable=False)
    """As pages show it; kept in a row, for rendering asks no clock. ``terms`` moves it."""

    objects = AdvertisementQuerySet.as_manager()

    base_form_class = AdvertisementForm
    panels = [
        FieldPanel("name"),
        FieldPanel("advertiser"),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("picture_for_phones"),
                FieldPanel("alternative_text"),
                FieldPanel("address"),
            ],
            heading=_("Picture"),
        ),
        FieldPanel("code", widget=forms.Textarea(attrs={"dir": "ltr", "rows": 6})),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")])], heading=_("Term")
        ),
        FieldPanel("slots", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        ordering = ["-begins_at", "-pk"]
        verbose_name = _("advertisement")
        verbose_name_plural = _("advertisements")
        constraints = [
            models.CheckConstraint(
                name="advertisement_ends_after_it_begins",
                condition=Q(ends_at__gt=F("begins_at")),
            ),
            models.CheckConstraint(
                name="advertisement_is_picture_or_code",
                condition=Q(picture=None) & ~Q(code="") | Q(picture__isnull=False, code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stage_at(self, moment: datetime) -> Stage:
        """Where it is in its term at a moment."""
        if moment < self.begins_at:
            return Stage.COMING
        return Stage.RUNNING if moment < self.ends_at else Stage.OVER

    def clean(self) -> None:
        """Refuse a term that ends before it begins, and what lacks what readers are owed."""
        super().clean()
        wrong = self._what_is_wrong()
        if self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            wrong["ends_at"] = _("It would end before it begins. Choose a later hour.")
        if wrong:
            raise ValidationError(wrong)

    def _what_is_wrong(self) -> dict[str, Any]:
        if self.picture_id and self.code:
            return {"code": _("Either a picture or code. Take one of them out.")}
        if self.code:
            return {}
        if not self.picture_id:
            return {"picture": _("Choose a picture, or give another company’s code.")}
        wrong: dict[str, Any] = {}
        if not self.alternative_text.strip():
            wrong["alternative_text"] = _("Say what the picture says; some readers see only this.")
        if not self.address:
            wrong["address"] = _("Say what the picture leads to.")
        return wrong
