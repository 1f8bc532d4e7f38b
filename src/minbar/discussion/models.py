"""What a comment is, where it may go, and what is kept apart from it."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from minbar.stories.models import Story

NAME_LENGTH = 80
PLACE_LENGTH = 80
TEXT_LENGTH = 5000
"""In code points of the cleaned text, a line end counting as one (DESIGN section 6)."""


class Status(models.TextChoices):
    """Where a comment stands."""

    PENDING = "pending", _("Awaiting review")
    APPROVED = "approved", _("Published")
    REJECTED = "rejected", _("Refused")
    APPEALED = "appealed", _("Appealed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = (Status.PENDING, Status.APPEALED)


class PolicyRule(models.Model):
    """One numbered rule of the published policy; a refusal cites it by its code."""

    code = models.SlugField(_("code"), unique=True)
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    text_ar = models.CharField(_("text in Arabic"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=200)

    class Meta:
        ordering = ["number"]
        verbose_name = _("policy rule")
        verbose_name_plural = _("policy rules")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The rule in the language of whoever reads it now."""
        return self.text_en if translation.get_language() == "en" else self.text_ar


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
        """Held and appealed comments, the longest waiting first."""
        return self.filter(status__in=UNDECIDED).order_by("submitted_at", "pk")


class Comment(models.Model):
    """A reader's answer to a story. Its status is written by ``moves.move`` alone."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments")
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
        permissions = [("decide_comment", _("Can decide on comments"))]
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


def most_discussed(length: int) -> list[tuple[int, int]]:
    """Keys of the published stories with the most published comments, and those numbers."""
    counted = DiscussionFigures.objects.filter(published__gt=0, story__live=True)
    ranked = counted.order_by("-published", "-story_id").values_list("story_id", "published")
    return list(ranked[:length])


class SealedEmail(models.Model):
    """A commenter's e-mail, encrypted with a key that is not in the database."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="sealed_email")
    ciphertext = models.BinaryField()
    writer = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the e-mail: recognises the same writer without opening anything."""

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Move(models.Model):
    """One step of a comment from status to status; the database refuses to change a written one."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="history")
    came_from = models.CharField(max_length=10, choices=Status.choices, blank=True)
    went_to = models.CharField(max_length=10, choices=Status.choices)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """The person of the newsroom who decided; empty for the writer's own moves."""
    reason = models.ForeignKey(PolicyRule, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    """Stays at the desk; the writer never reads it."""

    class Meta:
        ordering = ["at", "pk"]
        get_latest_by = ["at", "pk"]
        verbose_name = _("move")
        verbose_name_plural = _("moves")

    def __str__(self) -> str:
        return f"{self.came_from}→{self.went_to}"
