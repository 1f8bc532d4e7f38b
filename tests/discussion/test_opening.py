"""An e-mail is opened by permission, for a reason, and on the record."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from minbar.discussion.models import OpenedEmail, SealedEmail
from minbar.discussion.opening import NoEmail, NoReason, open_email
from minbar.discussion.sealing import CannotOpen
from minbar.discussion.writer_actions import forget_email

from .conftest import EMAIL


@pytest.fixture
def entrusted(moderator):
    """A moderator who was given the permission."""
    moderator.user_permissions.add(Permission.objects.get(codename="open_email"))
    return type(moderator).objects.get(pk=moderator.pk)


class TestOpening:
    """The address comes after the row."""

    def test_it_is_given_and_written_down(self, held, entrusted):
        assert open_email(held, by=entrusted, why=" تهديد ") == EMAIL

        opened = OpenedEmail.objects.get()
        assert (opened.comment, opened.by, opened.why) == (held, entrusted, "تهديد")

    def test_neither_moderators_nor_editors_may_from_the_beginning(self, held, moderator, editor):
        for colleague in (moderator, editor):
            with pytest.raises(PermissionDenied):
                open_email(held, by=colleague, why="فضول")

        assert not OpenedEmail.objects.exists()

    def test_it_needs_a_reason(self, held, entrusted):
        with pytest.raises(NoReason):
            open_email(held, by=entrusted, why=" \n")

        assert not OpenedEmail.objects.exists()

    def test_where_nothing_opens_nothing_is_written(self, held, entrusted):
        SealedEmail.objects.update(ciphertext=b"broken")
        with pytest.raises(CannotOpen):
            open_email(held, by=entrusted, why="تهديد")

        forget_email(held)
        with pytest.raises(NoEmail):
            open_email(held, by=entrusted, why="تهديد")

        assert not OpenedEmail.objects.exists()


class TestTheRecord:
    """It is only ever added to: the database sees to it."""

    @pytest.fixture
    def opened(self, held, entrusted):
        open_email(held, by=entrusted, why="تهديد")
        return OpenedEmail.objects.get()

    @pytest.mark.parametrize("change", ["why", "at", "by"])
    def test_a_line_cannot_be_changed(self, opened, editor, change):
        to = {"why": {"why": "لا شيء"}, "at": {"at": timezone.now()}, "by": {"by": editor}}

        with pytest.raises(DatabaseError), transaction.atomic():
            OpenedEmail.objects.update(**to[change])

        opened.refresh_from_db()
        assert opened.why == "تهديد"

    def test_it_outlives_the_account_of_who_opened(self, opened, entrusted):
        entrusted.delete()

        opened.refresh_from_db()
        assert opened.by is None
        assert opened.why == "تهديد"

    def test_no_column_holds_the_address(self, opened):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM discussion_openedemail")
            assert EMAIL not in str(cursor.fetchall())
