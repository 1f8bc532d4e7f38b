"""What a comment is, where it may go, and what is kept apart from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from minbar.stories import editions
from minbar.stories.models import OF_STORY, CommentsMode, Story

NAME_LENGTH = 80
PLACE_LENGTH = 80
TEXT_LENGTH = 5000
"""In code points of the cleaned text, a line end counting as one (DESIGN section 6)."""
MESSAGE_LENGTH = 1000
"""Of what a writer tells the desk, or the desk a writer."""


class Status(models.TextChoices):
    """Where a comment stands."""

    PENDING = "pending", _("Awaiting review")
    APPROVED = "approved", _("Published")
    REJECTED = "rejected", _("Refused")
    APPEALED = "appealed", _("Appealed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = (Status.PENDING, Status.APPEALED)


class MoveKind(models.TextChoices):
    """What was done when a comment moved; ``moves.MOVES`` says from where to where each leads."""

    SUBMIT = "submit", pgettext_lazy("move", "Sent")
    EDIT = "edit", pgettext_lazy("move", "Changed by its writer")
    APPROVE = "approve", pgettext_lazy("move", "Published")
    REJECT = "reject", pgettext_lazy("move", "Refused")
    STRIKE = "strike", pgettext_lazy("move", "Taken from the page")
    RETURN = "return", pgettext_lazy("move", "Returned to its writer")
    WITHDRAW = "withdraw", pgettext_lazy("move", "Withdrawn")
    APPEAL = "appeal", pgettext_lazy("move", "Appealed")
    UPHOLD = "uphold", pgettext_lazy("move", "Refusal upheld")
    UNDO = "undo", pgettext_lazy("move", "Undone")


class PolicyRule(models.Model):
    """One numbered rule of the published policy; a refusal cites it by its code."""

    code = models.SlugField(_("code"), unique=True)
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    text_ar = models.CharField(_("text in Arabic"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=200)
    text_fr = models.CharField(
        _("text in French"),
        max_length=200,
        blank=True,
        help_text=_("Without one, readers of French are told the Arabic."),
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("policy rule")
        verbose_name_plural = _("policy rules")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The rule in the language of whoever reads it now."""
        return _in_readers_language(self)

    def worded_at(self, moment: datetime) -> "PolicyRule | PolicyChange":
        """Return number and wording that were in force at a moment."""
        return self.changes.filter(at__gt=moment).order_by("at", "pk").first() or self


def _in_readers_language(worded: "PolicyRule | PolicyChange") -> str:
    match translation.get_language():
        case "en":
            return worded.text_en
        case "fr":
            return worded.text_fr or worded.text_ar
        case _:
            return worded.text_ar


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, asked for as a sentence: ``Comment.objects.approved().on(story)``."""

    def on(self, story: Story) -> Self:
        """Those that answer one story."""
        return self.filter(story=story)

    def approved(self) -> Self:
        """Those that readers see, in the order in which they were first published."""
        return self.filter(status=Status.APPROVED).order_by("first_approved_at", "pk")

    def newest(self) -> Self:
        """Those that readers see on published stories, the last published first."""
        newest = self.filter(status=Status.APPROVED, story__live=True).select_related("story")
        return newest.order_by("-first_approved_at", "-pk")

    def shown(self) -> Self:
        """Those that have a place on the page, also where only a line tells what became of them."""
        shown = self.filter(first_approved_at__isnull=False)
        return shown.order_by("first_approved_at", "pk")

    def awaiting_decision(self) -> Self:
        """Held and appealed comments, the longest waiting first; not those returned to writers."""
        awaiting = self.filter(status__in=UNDECIDED, returned_at=None)
        return awaiting.order_by("submitted_at", "pk")


class Comment(models.Model):
    """A reader's answer to a story. Its status is written by ``moves.move`` alone."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    """The comment that it answers, if any."""
    thread = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    """The comment beneath which it stands: replies are shown one level deep."""
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    place = models.CharField(_("town"), max_length=PLACE_LENGTH, blank=True)
    text = models.TextField(_("comment"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    revision = models.PositiveIntegerField(default=1)
    """Counts the writer's versions; a decision names the one that was read."""
    submitted_at = models.DateTimeField(_("received"))
    undated = models.BooleanField(default=False)
    """True where a comment came from elsewhere and nobody knows when it was written."""
    first_approved_at = models.DateTimeField(null=True, blank=True)
    """Set once; fixes the comment's place among the others for good."""
    moved_at = models.DateTimeField(db_index=True)
    """When it last moved."""
    returned_at = models.DateTimeField(null=True, blank=True)
    """Since when the desk waits for its writer to change it, if it does."""
    labels = models.JSONField(default=list, blank=True)
    """Codes of the screeners that had something to say of this revision."""
    from_newsroom = models.BooleanField(default=False)
    """A reply of the newsroom, marked as such."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Whose it is, where it is the newsroom's."""
    picked_at = models.DateTimeField(null=True, blank=True)
    """Since when it is the editor's pick."""
    agreed = models.PositiveIntegerField(default=0)
    disagreed = models.PositiveIntegerField(default=0)
    pressed_agreed = models.PositiveIntegerField(default=0)
    pressed_disagreed = models.PositiveIntegerField(default=0)
    """What pages show; brought up to date by the schedule, which touches the page then."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """When name, town and text were blanked; the moves stay."""
    receipt_nonce = models.BinaryField(max_length=16, null=True)
    # Empty would be a value, and unique; a comment from elsewhere has no receipt.
    receipt_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    folded_digest = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    """Keyed hash of the address that it came from (IPv6 by /64); never the address."""
    browser = models.CharField(max_length=64, blank=True)
    """Keyed hash of the browser's name, to know a double click again."""

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("decide_comment", _("Can decide on comments")),
            ("oversee_comment", _("Can undo colleagues' decisions on comments")),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_approved_has_its_place",
                condition=~models.Q(status="approved") | models.Q(first_approved_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["story", "status", "first_approved_at"]),
            models.Index(fields=["status", "submitted_at"]),
            models.Index(fields=["status", "-first_approved_at", "-id"], name="newest_comments"),
            models.Index(
                fields=["story", "thread", "first_approved_at"], name="comments_in_their_place"
            ),
            models.Index(fields=["origin", "submitted_at"], name="comments_of_an_origin"),
            models.Index(fields=["folded_digest"], name="comments_of_the_same_words"),
            models.Index(
                fields=["story"],
                name="votes_not_yet_shown",
                condition=~models.Q(
                    agreed=models.F("pressed_agreed"), disagreed=models.F("pressed_disagreed")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_or_was_visible(self) -> bool:
        """Whether it has a place on the page, be it only a line that tells what became of it."""
        return self.first_approved_at is not None


class DiscussionFigures(models.Model):
    """How many published comments a story has; written in the transaction that changes it."""

    story = models.OneToOneField(
        Story, on_delete=models.CASCADE, primary_key=True, related_name="discussion_figures"
    )
    published = models.PositiveIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return f"{self.published}"


def comments_of(stories: Iterable[Story]) -> dict[int, int]:
    """How many published comments each of the stories has, by the story's key."""
    counted = DiscussionFigures.objects.filter(story__in=stories, published__gt=0)
    return dict(counted.values_list("story_id", "published"))


def most_discussed(length: int, edition: str) -> list[tuple[int, int]]:
    """Keys of an edition's stories with the most published comments, and those numbers."""
    counted = DiscussionFigures.objects.filter(published__gt=0, story__live=True)
    counted = editions.of_edition(counted, edition, OF_STORY)
    ranked = counted.order_by("-published", "-story_id").values_list("story_id", "published")
    return list(ranked[:length])


class Revision(models.Model):
    """What a comment said before its writer changed it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}@{self.number}"


class Appeal(models.Model):
    """What a writer says against a refusal; once for each comment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="appeal")
    message = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id}"


class SealedEmail(models.Model):
    """A commenter's e-mail, encrypted with a key that is not in the database."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="sealed_email")
    ciphertext = models.BinaryField()
    writer = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the e-mail: recognises the same writer without opening anything."""
    wants_mail = models.BooleanField(default=False)
    """Whether its writer asked for decisions by e-mail."""

    class Meta:
        permissions = [("open_email", _("Can open commenters' e-mails"))]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Move(models.Model):
    """One step of a comment from status to status; the database refuses to change a written one."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="history")
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    came_from = models.CharField(max_length=10, choices=Status.choices, blank=True)
    went_to = models.CharField(max_length=10, choices=Status.choices)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """The person of the newsroom who decided; empty for the writer's own moves."""
    reason = models.ForeignKey(PolicyRule, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.TextField(blank=True)
    """What the desk tells the writer beside the reason; the receipt shows it."""
    note = models.TextField(blank=True)
    """Stays at the desk; the writer never reads it."""

    class Meta:
        ordering = ["at", "pk"]
        get_latest_by = ["at", "pk"]
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        indexes = [models.Index(fields=["by", "-id"], name="moves_of_a_colleague")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.came_from}→{self.went_to}"

    @property
    def cited(self) -> "PolicyRule | PolicyChange | None":
        """The rule that it names, with the number and the wording that were in force then."""
        return self.reason and self.reason.worded_at(self.at)


class OpenedEmail(models.Model):
    """That somebody of the newsroom opened a commenter's e-mail, and why. Only ever added."""

    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, related_name="email_openings"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Empty where the command line opened it."""
    why = models.CharField(_("why"), max_length=MESSAGE_LENGTH)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("opened e-mail")
        verbose_name_plural = _("opened e-mails")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.at:%Y-%m-%d}"


class LegalHold(models.Model):
    """That what is kept of a comment may not be erased yet; off the page it goes all the same."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="legal_holds")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    why = models.CharField(_("reason"), max_length=MESSAGE_LENGTH)
    placed_at = models.DateTimeField()
    until = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.until:%Y-%m-%d}"


class PolicyChange(models.Model):
    """A wording that a rule of the policy had, until when, and who changed it.

    One without a wording says that there was no such rule before.
    """

    rule = models.ForeignKey(
        PolicyRule, on_delete=models.SET_NULL, null=True, related_name="changes"
    )
    number = models.PositiveSmallIntegerField()
    text_ar = models.CharField(max_length=200, blank=True)
    text_en = models.CharField(max_length=200, blank=True)
    text_fr = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.at:%Y-%m-%d}"

    @property
    def text(self) -> str:
        """The wording in the language of whoever reads it now."""
        return _in_readers_language(self)


class ProvenAddress(models.Model):
    """An e-mail address whose owner was asked for a proof, known by its keyed hash alone."""

    writer = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(null=True)
    """When a link was last sent there: at most one a day."""
    proven_at = models.DateTimeField(null=True)
    """When the link was followed; empty while it was not."""
    refused_at = models.DateTimeField(null=True)
    """When its owner said «not me»: nothing is sent there any more."""

    def __str__(self) -> str:
        return self.writer[:8]


class Letter(models.Model):
    """A mail to a writer that is to be sent; deleted once it is sent, or no longer true."""

    class Kind(models.TextChoices):
        """What it says."""

        PROOF = "proof", _("Is this your address?")
        DECISION = "decision", _("What became of a comment")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="letters")
    due_at = models.DateTimeField(db_index=True)
    """A decision waits for five minutes, so that an undo can stop it."""
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "comment"], name="one_letter_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.comment_id}"


class Vote(models.Model):
    """That a reader agrees with a comment or does not, once; an estimate, as a view is."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=64)
    """Keyed hash of address, browser and comment: two votes cannot be laid side by side."""
    agrees = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "voter"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.agrees}"


class Report(models.Model):
    """That a reader finds a published comment against a rule; the desk looks at it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    rule = models.ForeignKey(PolicyRule, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True)
    reporter = models.CharField(max_length=64)
    """As a vote's ``voter``."""
    at = models.DateTimeField(db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When the desk had looked."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once")]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.rule_id}"


class ReviewTime(models.Model):
    """How long a review takes today, as form and receipts say it; one row, the schedule's."""

    minutes = models.PositiveIntegerField(null=True)
    """The median, or None where too few comments came to say anything."""
    at_least = models.BooleanField(default=False)
    """True where more than half of what came still waits."""
    resumes_at = models.DateTimeField(null=True)
    """When reading begins again, where it rests now."""

    class Meta:
        constraints = [models.CheckConstraint(name="one_review_time", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.minutes}"


class ClosingTime(models.Model):
    """Up to when the press was told of stories that closed; one row, the schedule's."""

    told_until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_closing_time", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.told_until}"


@register_setting(icon="comment")
class DiscussionSettings(BaseGenericSetting):
    """How the newspaper's discussion is run; the form, the receipts and ``/privacy/`` follow it."""

    comments_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=CommentsMode.choices,
        default=CommentsMode.REVIEWED,
        help_text=_("A section or a story may have its own way."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close comments after so many days"),
        null=True,
        blank=True,
        help_text=_("From a story's publication. Empty: they stay open."),
    )
    closing_note = models.CharField(
        _("what stands where comments are closed"), max_length=200, blank=True
    )
    email_required = models.BooleanField(_("an e-mail is required"), default=True)
    review_from = models.TimeField(_("comments are read from"), null=True, blank=True)
    review_until = models.TimeField(_("comments are read until"), null=True, blank=True)
    keep_origin_days = models.PositiveSmallIntegerField(
        _("days for which the hash of an address is kept"), default=30
    )
    keep_email_days = models.PositiveSmallIntegerField(
        _("days for which the e-mail of a published or waiting comment is kept"), default=365
    )
    keep_refused_days = models.PositiveSmallIntegerField(
        _("days for which e-mail and text of a refused or withdrawn comment are kept"), default=90
    )
    most_links = models.PositiveSmallIntegerField(
        _("links in a comment before it is marked"), default=2
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("comments_mode"),
                FieldPanel("close_after_days"),
                FieldPanel("closing_note"),
            ],
            heading=_("Taking comments"),
        ),
        MultiFieldPanel(
            [FieldPanel("review_from"), FieldPanel("review_until")],
            heading=_("Review hours"),
            help_text=_("Outside them form and receipt say when reading resumes."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("email_required"),
                FieldPanel("keep_origin_days"),
                FieldPanel("keep_email_days"),
                FieldPanel("keep_refused_days"),
            ],
            heading=_("Privacy"),
        ),
        FieldPanel("most_links"),
    ]

    class Meta:
        verbose_name = _("discussion")
