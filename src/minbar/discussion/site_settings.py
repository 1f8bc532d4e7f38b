"""The discussion's settings as pages show them, and whether mail can be sent at all."""

from django.conf import settings

from minbar.discussion.models import DiscussionSettings
from minbar.press import keys

KEY = "discussion-settings"
"""Named by every page that shows a setting of the discussion; touched when one is saved."""
NO_MAIL = frozenset({"", "django.core.mail.backends.dummy.EmailBackend"})


def load() -> DiscussionSettings:
    """Return the settings as they stand now; a page that is being rendered depends on them.

    Read from the database each time: Wagtail keeps them for one request at most, and only where it
    is given the request.
    """
    keys.depends_on(KEY)
    # There is one row; to ask for the first of them in order took half as long again.
    return next(iter(DiscussionSettings.objects.all()[:1]), None) or DiscussionSettings.load()


def mail_is_configured() -> bool:
    """Whether this newspaper can send mail; where it cannot, nothing promises any."""
    return settings.EMAIL_BACKEND not in NO_MAIL
