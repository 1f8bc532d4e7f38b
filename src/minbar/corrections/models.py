"""What a correction, a reply of right and a report of an error are.

The newspaper puts the first two on record: each is made once and never worded otherwise; where it
was wrong it is withdrawn with a reason, and both stay on record.
"""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minbar.stories.models import Story

CORRECTION_LENGTH = 2000
REPLY_LENGTH = 20_000
SIGNATURE_LENGTH = 120
"""Of the name and of the capacity of whoever replies."""
REASON_LENGTH = 500
ERROR_LENGTH = 2000
"""Of each of the two sentences in a report."""
NAME_LENGTH = 80
ANSWER_LENGTH = 1000


Kind = TypeVar("Kind", bound="Record")


class RecordQuerySet(models.QuerySet[Kind]):
    """What the newspaper put on record, asked for as a sentence."""

    def on(self, story: Story) -> Self:
        """Those on one story, the first first."""
        return self.filter(story=story).order_by("at", "pk")

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def newest(self) -> Self:
        """All of them, with their stories, the newest first."""
        return self.select_related("story").order_by("-at", "-pk")


class Record(models.Model):
    """What the newspaper puts on record beside a story; ``publishing`` makes and withdraws it."""

    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("published"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Who of the newsroom made it."""
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_because = models.CharField(
        _("reason for the withdrawal"), max_length=REASON_LENGTH, blank=True
    )
    """Readers see it in the place of the text."""

    kind = ""
    """Begins its address on the story's page."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.story.title} ({self.at:%Y-%m-%d})"

    def headline(self) -> str:
        """The headline of its story, for lists."""
        return self.story.title

    headline.short_description = _("story")  # type: ignore[attr-defined]

    @property
    def is_standing(self) -> bool:
        """Whether readers are shown its text."""
        return self.withdrawn_at is None

    @property
    def anchor(self) -> str:
        """Where it stands on its story's page, and in the list of its month."""
        return f"{self.kind}-{self.pk}"


class Correction(Record):
    """What a story had wrong, and what is right."""

    kind = "correction"

    class Meta:
        default_permissions = ("add", "change", "view")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                name="correction_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
            )
        ]


class RightOfReply(Record):
    """The reply of somebody whom a story is about, in full, dated and signed."""

    kind = "reply"

    name = models.CharField(_("name"), max_length=SIGNATURE_LENGTH)
    capacity = models.CharField(
        _("capacity"),
        max_length=SIGNATURE_LENGTH,
        blank=True,
        help_text=_("In what capacity, and for whom: “director of the hospital”."),
    )
    received_on = models.DateField(_("received on"))

    class Meta:
        default_permissions = ("add", "change", "view")
        verbose_name = pgettext_lazy("press law", "right of reply")
        verbose_name_plural = pgettext_lazy("press law", "rights of reply")
        constraints = [
            models.CheckConstraint(
                name="reply_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
            )
        ]


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Reports of errors, asked for as a sentence."""

    def open(self) -> Self:
        """Those that nobody has answered and that still say something."""
        return self.filter(answered_at=None, erased_at=None)

    def open_first(self) -> Self:
        """All: first the open ones, the longest waiting first and what seems a program's last."""
        is_open = Q(answered_at=None, erased_at=None)
        told = models.ExpressionWrapper(is_open, models.BooleanField())
        in_order = ("-is_open", "is_doubtful", F("answered_at").desc(nulls_last=True), "at", "pk")
        return self.annotate(is_open=told).order_by(*in_order)


class ErrorReport(models.Model):
    """What a reader found wrong in a story. Its sender follows it by a receipt."""

    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="error_reports"
    )
    wrong = models.TextField(_("what is wrong"), blank=True)
    """The sentence as it stands in the story, if the reader gave it."""
    right = models.TextField(_("what is right"), blank=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    at = models.DateTimeField(_("received"), db_index=True)
    is_doubtful = models.BooleanField(default=False)
    """A program may have sent it: it filled the field that nobody sees, or came from no page."""
    sending = models.CharField(max_length=64, blank=True, db_index=True)
    """Keyed hash of words and origin, by which a double click is known for ten minutes."""
    receipt_nonce = models.BinaryField(max_length=16)
    receipt_digest = models.CharField(max_length=64, unique=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    correction = models.ForeignKey(
        Correction, on_delete=models.RESTRICT, null=True, related_name="reports"
    )
    """The correction that it led to, or that was there before; none if nothing was to correct."""
    answer = models.TextField(_("answer"), blank=True)
    erased_at = models.DateTimeField(null=True)
    """When its words and name were blanked; what became of it stays."""

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        default_permissions = ("change", "view")
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        indexes = [
            models.Index(
                fields=["at"],
                name="error_reports_open",
                condition=Q(answered_at=None, erased_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story.title} ({self.at:%Y-%m-%d})"

    def headline(self) -> str:
        """The headline of its story, for lists."""
        return self.story.title

    headline.short_description = _("story")  # type: ignore[attr-defined]

    @property
    def is_unanswered(self) -> bool:
        """Whether it waits for the newsroom."""
        return self.answered_at is None and self.erased_at is None

    @property
    def status(self) -> str:
        """Where it stands: ``received``, ``nothing-to-correct`` or ``corrected``."""
        if self.answered_at is None:
            return "received"
        return "corrected" if self.correction_id else "nothing-to-correct"


class ReportersEmail(models.Model):
    """The e-mail of whoever reported an error, sealed as a commenter's is."""

    report = models.OneToOneField(
        ErrorReport, on_delete=models.CASCADE, primary_key=True, related_name="sealed_email"
    )
    ciphertext = models.BinaryField()
    writer = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the e-mail."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.report_id}"
