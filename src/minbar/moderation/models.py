"""What the desk keeps of its own: the queue as it stands, what was decided together, and by whom.

A comment and its moves are the discussion's; these rows may be made anew from them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minbar.discussion.models import Comment, Move
from minbar.stories.models import Section, Story

LIKENESS = ("first_likeness", "second_likeness", "third_likeness", "fourth_likeness")


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

    key = models.UUIDField(primary_key=True)
    """Made where it was decided: by it the same act is known when it is sent once more."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

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
