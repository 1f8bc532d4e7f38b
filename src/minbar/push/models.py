"""Who asked for breaking news on the phone, and how far each line has been sent."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from minbar.stories.models import BreakingNews, Section


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions, asked for by what they are to."""

    def to(self, line: BreakingNews) -> Self:
        """Keep those that asked for ``line``: for all of its edition, or its story's section."""
        whole = WantedEdition.objects.filter(subscription=OuterRef("pk"), edition=line.told_in)
        if line.story is None:
            return self.filter(Exists(whole))
        chosen = Subscription.sections.through.objects.filter(subscription=OuterRef("pk"))
        return self.filter(Exists(whole) | Exists(chosen.filter(section=line.story.section)))


class Subscription(models.Model):
    """A browser that asked for breaking news.

    What a push service calls it tells one browser from all others, so it is personal: it is sealed
    like an e-mail, and found again by a keyed hash.
    """

    endpoint_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    """Endpoint and keys of the browser, as ``subscribing`` writes them."""
    sections = models.ManyToManyField(Section, related_name="+")
    """Of which it wants breaking news, in editions of which it does not want all."""
    made_at = models.DateTimeField()
    renewed_at = models.DateTimeField(db_index=True)
    """When the browser last said that it still wants this."""
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """On end, since it last succeeded."""

    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"


class WantedEdition(models.Model):
    """An edition of whose breaking news a browser wants all."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="wanted_editions"
    )
    edition = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "edition"], name="wanted_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.edition}"


class Sending(models.Model):
    """That a line of breaking news is sent to phones: once, from the first asked to the newest."""

    line = models.OneToOneField(BreakingNews, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    worked_at = models.DateTimeField()
    """When it was last taken up, or given to the worker."""
    position = models.BigIntegerField(default=0)
    """The last subscription that was taken up. Moved before anything is sent."""
    last = models.BigIntegerField()
    """The newest subscription when it began."""
    ended_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.line_id}: {self.position}"


class Retry(models.Model):
    """A phone whose push service asked for patience; deleted before it is tried again."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="retries")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sending", "subscription"], name="retry_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.subscription_id}"
