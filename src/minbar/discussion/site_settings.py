"""The discussion's settings as pages show them, and whether mail can be sent at all."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from minbar.discussion.models import DiscussionSettings
from minbar.press import keys
from minbar.stories.prepared_sql import Prepared

KEY = "discussion-settings"
"""Named by every page that shows a setting of the discussion; touched when one is saved."""
_FIELDS = [field.attname for field in DiscussionSettings._meta.concrete_fields]
# There is one row; to ask for the first of them in order takes half as long again.
_the_row = Prepared(lambda: DiscussionSettings.objects.values_list(*_FIELDS)[:1])
NO_MAIL = frozenset({"", "django.core.mail.backends.dummy.EmailBackend"})


def load() -> DiscussionSettings:
    """Return the settings as they stand now; a page that is being rendered depends on them.

    Read from the database each time: Wagtail keeps them for one request at most, and only where it
    is given the request.
    """
    keys.depends_on(KEY)
    for row in _the_row.rows():
        return DiscussionSettings.from_db(DEFAULT_DB_ALIAS, _FIELDS, row)
    return DiscussionSettings.load()


def mail_is_configured() -> bool:
    """Whether this newspaper can send mail; where it cannot, nothing promises any."""
    return settings.EMAIL_BACKEND not in NO_MAIL
