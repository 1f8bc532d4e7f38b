"""What the desk keeps of its own: the queue, acts, rules, bans, and what it accounts for.

A comment and its moves are the discussion's; the queue's rows may be made anew from them.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
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

from minbar.discussion.models import MESSAGE_LENGTH, Comment, Move, PolicyRule, Status
from minbar.moderation import webhooks
from minbar.stories.models import Section, Story

RULE_NAME_LENGTH = 80
LIKENESS = ("first_likeness", "second_likeness", "third_likeness", "fourth_likeness")
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


class QueuedComment(models.Model):
    """A comment that awaits a decision; its row comes and goes with its moves (``signals``).

    Small beside the comments of years, so that the desk is as quick with a million of them.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="queued"
    )
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    promised_at = models.DateTimeField()
    """Since when its writer has waited: for this decision, or for the one on the appeal."""
    is_appeal = models.BooleanField(default=False)
    labels = models.TextField(blank=True)
    """Codes of the screeners, each on a line of its own."""
    language = models.CharField(max_length=16)
    length = models.PositiveIntegerField()
    """Letters of its text."""
    group = models.BigIntegerField()
    """The number of the comment that stands for all that say nearly the same; its own if alone."""
    first_likeness = models.BigIntegerField(null=True)
    second_likeness = models.BigIntegerField(null=True)
    third_likeness = models.BigIntegerField(null=True)
    fourth_likeness = models.BigIntegerField(null=True)
    """Of two comments that say nearly the same one of these is the same (``likeness``)."""
    ban = models.ForeignKey("Ban", on_delete=models.SET_NULL, null=True, related_name="heap")
    """Under which ban it fell, if it did; all of one ban are a group."""
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    leased_until = models.DateTimeField(null=True)
    """Until when it is shown to that colleague alone; its whole group with it."""
    held_at = models.DateTimeField(null=True)
    """Since when it waits for a senior."""
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    held_note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["promised_at", "comment"],
                name="queue_in_order",
                condition=models.Q(group=models.F("comment"), is_appeal=False, held_at=None),
            ),
            models.Index(fields=["group", "promised_at"], name="queue_by_group"),
            models.Index(fields=["story", "promised_at"], name="queue_by_story"),
            *(models.Index(fields=[name], name=f"queue_{name}") for name in LIKENESS),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}"

    @property
    def is_head(self) -> bool:
        """Whether it stands for its group."""
        return self.group == self.pk


class Act(models.Model):
    """What a moderator did with one key: to one comment, or to a whole group; undone as one."""

    class Kind(models.TextChoices):
        """What was done."""

        APPROVE = "approve", pgettext_lazy("act", "Published")
        REJECT = "reject", pgettext_lazy("act", "Refused")
        RETURN = "return", pgettext_lazy("act", "Returned to its writer")
        UPHOLD = "uphold", pgettext_lazy("act", "Refusal upheld")
        STRIKE = "strike", pgettext_lazy("act", "Taken from the page")
        KEEP = "keep", pgettext_lazy("act", "Kept on the page")
        HOLD = "hold", pgettext_lazy("act", "Held for a senior")
        BAN = "ban", pgettext_lazy("act", "Refused, and its writer banned")

    key = models.UUIDField(primary_key=True)
    """Made where it was decided: by it the same act is known when it is sent once more."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    ban = models.OneToOneField("Ban", on_delete=models.SET_NULL, null=True, related_name="+")
    """The ban that was laid with it, if one was."""

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="acts_of_a_colleague")]
        verbose_name = _("act of the desk")
        verbose_name_plural = _("acts of the desk")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ActStep(models.Model):
    """One comment of an act, with the move that it made, if it made one."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="steps")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    move = models.OneToOneField(Move, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.act_id} {self.comment_id}"


class SavedFilter(models.Model):
    """A choice from the queue that a moderator keeps under a name."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_filters"
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)
    """As an address says it."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["by", "name"], name="filter_once")]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """That a colleague reads the comments of a section; who has none reads all."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="desk_assignments",
        verbose_name=_("colleague"),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("section"),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["colleague", "section"], name="assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} {self.section_id}"


class Presence(models.Model):
    """When a colleague's desk was last seen open."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.colleague_id}"


class RuleKind(models.TextChoices):
    """What a rule looks at."""

    WORDS = "words", _("Words and phrases")
    LINKS = "links", _("Links")
    LENGTH = "length", _("Length")
    SHOUTING = "shouting", _("Capitals and repeated signs")
    LANGUAGE = "language", _("Language")
    FIRST = "first", _("First comment of a writer")
    RATE = "rate", _("Many comments in a short time")
    REPORTS = "reports", _("Reports by readers")


class RuleAct(models.TextChoices):
    """What a rule does with a comment that it finds."""

    LABEL = "label", pgettext_lazy("rule", "Mark it for the desk")
    HOLD = "hold", pgettext_lazy("rule", "Hold it until it is read")
    SLOW = "slow", pgettext_lazy("rule", "Let the sender’s machine work first")
    REFUSE = "refuse", pgettext_lazy("rule", "Refuse it")


MAY_REFUSE = (RuleKind.WORDS, RuleKind.LINKS, RuleKind.LENGTH, RuleKind.SHOUTING)
"""Only for what stands in the comment itself. A typed e-mail and a shared address prove nothing,
and no language is a ground for refusal."""


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules, asked for as a sentence."""

    def live(self) -> Self:
        """Those at work, the oldest first."""
        return self.filter(is_live=True).order_by("pk")

    def listed(self) -> Self:
        """All, those at work first, without their long lists of words."""
        return self.defer("words").select_related("changed_by").order_by("-is_live", "name", "pk")


class Rule(models.Model):
    """What an editor has the newspaper do with comments of some kind. No pattern stands in it."""

    name = models.CharField(_("name"), max_length=RULE_NAME_LENGTH)
    kind = models.CharField(_("looks at"), max_length=10, choices=RuleKind.choices)
    parameters = models.JSONField(default=dict)
    """What ``rule_kinds`` knows of this kind: numbers and choices, each by its name."""
    words = models.TextField(_("words"), blank=True)
    """The list as it was written (``word_lists``); empty for other kinds."""
    act = models.CharField(
        _("what it does"), max_length=10, choices=RuleAct.choices, default=RuleAct.LABEL
    )
    reason = models.ForeignKey(
        PolicyRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason for the refusal"),
    )
    is_live = models.BooleanField(_("at work"), default=False)
    edition = models.UUIDField(default=uuid.uuid4)
    """Another after each change: by it processes know what they have compiled."""
    first_live_at = models.DateTimeField(null=True)
    """Since when its code may stand among comments' labels, whose name it then keeps."""
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening rule")
        verbose_name_plural = _("screening rules")
        constraints = [
            models.CheckConstraint(
                name="rule_refuses_with_a_reason",
                condition=~Q(act="refuse") | Q(reason__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_refuses_for_what_is_said",
                condition=~Q(act="refuse") | Q(kind__in=[str(kind) for kind in MAY_REFUSE]),
            ),
            models.CheckConstraint(
                name="rule_of_reports_marks",
                condition=~Q(kind="reports") | Q(act="label"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def any_of(alternatives: Iterable[dict[str, str]]) -> Q:
    """Condition that holds where all of one of ``alternatives`` does; never where there is none."""
    condition = Q(pk__in=[])
    for alternative in alternatives:
        condition |= Q(**alternative)
    return condition


class BanQuerySet(models.QuerySet["Ban"]):
    """Bans, asked for as a sentence."""

    def running(self, at: datetime) -> Self:
        """Those in force at a moment, the one that lasts longest first."""
        running = self.filter(Q(until=None) | Q(until__gt=at), lifted_at=None)
        return running.order_by(models.F("until").desc(nulls_first=True), "-pk")

    def ended(self, at: datetime) -> Self:
        """Those that ran out or were lifted, the newest first."""
        return self.filter(Q(until__lte=at) | Q(lifted_at__isnull=False)).order_by("-pk")


class Ban(models.Model):
    """That what a writer sends is held, or refused, for a term. Never deleted: lifted, or over."""

    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")
    """For which its writer was banned."""
    writer = models.CharField(max_length=64, blank=True)
    """Keyed hash of the e-mail, as ``SealedEmail.writer``; blanked with the two others when the ban
    is over."""
    origin = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=64, blank=True)
    reason = models.ForeignKey(PolicyRule, on_delete=models.PROTECT, related_name="+")
    refuses = models.BooleanField(default=False)
    """Whether what certainly comes from this writer is refused at once, and not only held."""
    note = models.CharField(max_length=MESSAGE_LENGTH, blank=True)
    """Stays at the desk."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """Empty: until somebody lifts it."""
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        indexes = [
            models.Index(fields=["writer"], name="bans_of_a_writer"),
            models.Index(fields=["origin"], name="bans_of_an_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def is_running(self, at: datetime) -> bool:
        """Whether it is in force at a moment."""
        return self.lifted_at is None and (self.until is None or self.until > at)


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
                webhooks.look_at(self.alert_webhook)
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
