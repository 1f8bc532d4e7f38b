"""What the desk keeps for being held to account: a day's figures, second looks, months, alerts."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from minbar.discussion.models import Comment, Move, PolicyRule, Status
from minbar.moderation import webhooks

MOST_ADDRESSES = 10
WEBHOOK_ERRORS = {
    "not-http": _("Write an address that begins with https:// or http://, in Latin letters."),
    "no-host": _("Write an address with a name, and without a user or a password before it."),
    "not-found": _("No machine of this name is found. See whether it is spelled right."),
    "private": _(
        "This leads to the server itself or into its own network, where a setting of the newsroom "
        "must not reach. Whoever runs the server can allow it (MINBAR_ALERT_PRIVATE_WEBHOOKS)."
    ),
}


class DeskDay(models.Model):
    """What the desk did on a day that is over, by the newspaper's clock; never counted again."""

    day = models.DateField(primary_key=True)
    counts = models.JSONField(default=dict)
    """Counters by name, as ``statistics.count_moves`` writes them. Two days are added by name."""

    def __str__(self) -> str:
        return f"{self.day}"


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    """Second looks, asked for as a sentence."""

    def open(self) -> Self:
        """Those that can be judged: the words are still those that were decided on, and there."""
        looks = self.filter(
            judged_at=None,
            comment__erased_at=None,
            comment__revision=F("decision__revision"),
        )
        return looks.exclude(comment__status=Status.WITHDRAWN).order_by("pk")

    def judged(self) -> Self:
        """Those that somebody has judged."""
        return self.filter(judged_at__isnull=False)


class SecondLook(models.Model):
    """A decided comment that fell to the sample: a colleague judges it without seeing how."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="second_look")
    decision = models.OneToOneField(Move, on_delete=models.CASCADE, related_name="second_look")
    drawn_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Who judged it; never who decided."""
    publishes = models.BooleanField(null=True)
    """What that colleague would have done."""
    reason = models.ForeignKey(PolicyRule, on_delete=models.PROTECT, null=True, related_name="+")
    """By which rule that colleague would have refused it."""

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_second_look_is_whole",
                condition=Q(judged_at=None, publishes=None, reason=None)
                | Q(judged_at__isnull=False, publishes=True, reason=None)
                | Q(judged_at__isnull=False, publishes=False, reason__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["drawn_at"], name="second_looks_open", condition=Q(judged_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class ClosedMonth(models.Model):
    """A month's transparency report as it was published when the month was over."""

    month = models.CharField(max_length=7, primary_key=True)
    """Such as ``2026-11``."""
    report = models.JSONField()
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return self.month


class Alert(models.Model):
    """Something that the desk's people must know, from when it began until it was over."""

    class Kind(models.TextChoices):
        """What it is."""

        LATE = "late", pgettext_lazy("alert", "A comment waits too long")
        FLOOD = "flood", pgettext_lazy("alert", "Very many comments come in")
        TRIAL = "trial", pgettext_lazy("alert", "A trial")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When it was last so."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], name="one_open_alert_of_a_kind", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at:%Y-%m-%d %H:%M}"


class AlertMessage(models.Model):
    """That an alert is to be told, on one way; kept, so that what failed can be seen."""

    class Way(models.TextChoices):
        """By what it is told."""

        MAIL = "mail", pgettext_lazy("alert", "E-mail")
        WEBHOOK = "webhook", pgettext_lazy("alert", "Webhook")

    class Says(models.TextChoices):
        """What it tells."""

        BEGAN = "began", pgettext_lazy("alert", "It began")
        RECOVERED = "recovered", pgettext_lazy("alert", "It is over")

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="messages")
    way = models.CharField(max_length=10, choices=Way.choices)
    says = models.CharField(max_length=10, choices=Says.choices)
    facts = models.JSONField(default=dict)
    """Figures of the moment in which it was written: never a commenter's words or address."""
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    """Why it could not be sent the last time."""
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "way", "says"], name="told_once_on_each_way")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="alert_messages_to_send",
                condition=Q(sent_at=None, given_up_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.way} {self.says}"


@register_setting(icon="warning")
class DeskSettings(BaseGenericSetting):
    """Whom the newspaper tells when comments wait too long or come in a flood."""

    alerts_on = models.BooleanField(_("send alerts"), default=False)
    alert_minutes = models.PositiveIntegerField(
        _("minutes that the oldest comment may wait"),
        default=180,
        validators=[MinValueValidator(5, _("At least 5 minutes: people read the comments."))],
        help_text=_("Counted in the review hours only, if there are any."),
    )
    alert_addresses = models.TextField(
        _("e-mail addresses"), blank=True, help_text=_("One on each line, ten at most.")
    )
    alert_webhook = models.CharField(
        _("webhook"),
        max_length=500,
        blank=True,
        help_text=_("An address (https://…) to which a small JSON document is posted."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("alerts_on"), FieldPanel("alert_minutes")], heading=_("Alerts")
        ),
        MultiFieldPanel(
            [FieldPanel("alert_addresses"), FieldPanel("alert_webhook")],
            heading=_("Whom to tell"),
            help_text=_("No message carries what a reader wrote, or any reader’s address."),
        ),
    ]

    class Meta:
        verbose_name = _("the desk’s alerts")

    def clean(self) -> None:
        """Refuse what is no address, saying which line; look the webhook's name up."""
        super().clean()
        errors: dict[str, str] = {}
        lines = [line.strip() for line in self.alert_addresses.splitlines() if line.strip()]
        wrong = [line for line in lines if not _is_address(line)]
        if wrong:
            told = _("“%(line)s” is no e-mail address. Write one on each line.")
            errors["alert_addresses"] = told % {"line": wrong[0][:80]}
        elif len(lines) > MOST_ADDRESSES:
            errors["alert_addresses"] = str(_("Ten addresses at most; a list of yours may be one."))
        if self.alert_webhook:
            try:
                webhooks.Webhook.at(self.alert_webhook)
            except webhooks.NotAWebhook as refused:
                errors["alert_webhook"] = str(WEBHOOK_ERRORS[refused.code])
        if errors:
            raise ValidationError(errors)


def _is_address(line: str) -> bool:
    try:
        validate_email(line)
    except ValidationError:
        return False
    return True
