"""Mail to writers who asked for it: one that proves an address, then what became of comments.

A letter is a row, written in the transaction of what it tells, and sent by the schedule. An
address that nobody has proven gets one mail a day at most, without a word of the comment: whoever
typed it may not own it. Sealed e-mails are opened here for nothing else, and nobody sees them.
"""

import hmac
import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from minbar.discussion.models import (
    Comment,
    Letter,
    Move,
    MoveKind,
    ProvenAddress,
    SealedEmail,
    Status,
)
from minbar.discussion.moves import UNDOABLE, comment_moved
from minbar.discussion.receipts import token_of
from minbar.discussion.screening import relabel
from minbar.discussion.sealing import CannotOpen, keyed_hash, open_seal
from minbar.discussion.site_settings import mail_is_configured
from minbar.stories import editions
from minbar.stories.edition_names import newspaper_in
from minbar.stories.path_converters import RowNumber

logger = logging.getLogger(__name__)

WAIT = timedelta(minutes=5)
"""A decision is told no earlier, so that its undoing can stop the letter."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""At most one mail a day goes to an address that nobody has proven."""
MOST_FAILURES = 9
"""Then a letter is given up, some four hours after it was due."""
BATCH = 100
NOT_THEIRS = "not-their-address"
"""Label of a waiting comment whose e-mail belongs to somebody who did not write it."""


def ask_for_proof(sealed: SealedEmail) -> None:
    """Have a link sent to a new comment's address, if its writer wants mail and nobody proved it.

    Part of the transaction that takes the comment in.
    """
    if not (sealed.wants_mail and mail_is_configured()):
        return
    now = timezone.now()
    ProvenAddress.objects.get_or_create(writer=sealed.writer)
    may_be_asked = Q(asked_at=None) | Q(asked_at__lte=now - ASKED_AGAIN_AFTER)
    unproven = ProvenAddress.objects.filter(
        may_be_asked, writer=sealed.writer, proven_at=None, refused_at=None
    )
    if unproven.update(asked_at=now):
        Letter.objects.create(kind=Letter.Kind.PROOF, comment=sealed.comment, due_at=now)


@receiver(comment_moved)
def tell_the_writer(comment: Comment, move: Move, **_signal: object) -> None:
    """Have a decision told to a writer who proved the address and asked; what is undone is not."""
    if move.kind == MoveKind.SUBMIT:
        return  # nothing is to be told yet, nor was anything before
    Letter.objects.filter(comment=comment, kind=Letter.Kind.DECISION).delete()
    if move.kind not in UNDOABLE or not mail_is_configured():
        return
    sealed = SealedEmail.objects.filter(comment=comment, wants_mail=True).first()
    if sealed is None or not is_proven(sealed.writer):
        return
    Letter.objects.create(kind=Letter.Kind.DECISION, comment=comment, due_at=timezone.now() + WAIT)


def is_proven(writer: str) -> bool:
    """Whether the owner of the address with this hash has followed a link sent there."""
    proven = ProvenAddress.objects.filter(proven_at__isnull=False, refused_at=None)
    return bool(writer) and proven.filter(writer=writer).exists()


def send_due_letters() -> None:
    """Send what is due, each letter once, or later again if that fails. The schedule's."""
    due = Letter.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    for letter in due.select_related("comment__story", "comment__sealed_email")[:BATCH]:
        _send(letter)


def address_token(address: ProvenAddress) -> str:
    """Return what a mailed link names an address by: its number, and a MAC of its hash."""
    key = settings.SECRET_KEYS.receipts
    return f"{address.pk}.{keyed_hash(key, f'address:{address.writer}')}"


def address_of(token: str) -> ProvenAddress | None:
    """Return the address that a mailed link names, or None: wrong links are all alike."""
    number, _dot, mac = token.partition(".")
    key = RowNumber.read(number)
    if key is None or not mac.isascii():
        return None
    address = ProvenAddress.objects.filter(pk=key).first()
    if address is None or not hmac.compare_digest(address_token(address), token):
        return None
    return address


@transaction.atomic(durable=True)
def prove(address: ProvenAddress) -> None:
    """Write down that the owner of ``address`` has said so."""
    ProvenAddress.objects.filter(pk=address.pk).update(proven_at=timezone.now(), refused_at=None)


@transaction.atomic(durable=True)
def disown(address: ProvenAddress) -> None:
    """Let the owner of ``address`` be left alone: whoever typed it was somebody else.

    No mail goes there any more, the e-mail is deleted from all comments, and those that wait are
    marked for the desk.
    """
    ProvenAddress.objects.filter(pk=address.pk).update(refused_at=timezone.now(), proven_at=None)
    sealed = SealedEmail.objects.filter(writer=address.writer)
    waiting = Comment.objects.filter(sealed_email__in=sealed, status=Status.PENDING)
    for comment in waiting:
        relabel(comment, sorted({*comment.labels, NOT_THEIRS}))
    Letter.objects.filter(comment__sealed_email__in=sealed).delete()
    sealed.delete()


def _send(letter: Letter) -> None:
    """Send one letter and delete it; a letter that could not be sent waits for longer each time."""
    message = _message(letter)
    if message is not None:
        try:
            message.send()
        except (SMTPException, OSError) as error:
            logger.warning("A letter could not be sent: %s", type(error).__name__)
            _put_off(letter)
            return
    Letter.objects.filter(pk=letter.pk).delete()


def _put_off(letter: Letter) -> None:
    if letter.failures + 1 >= MOST_FAILURES:
        Letter.objects.filter(pk=letter.pk).delete()
        return
    due_at = timezone.now() + pause_after(letter.failures)
    Letter.objects.filter(pk=letter.pk).update(failures=F("failures") + 1, due_at=due_at)


def pause_after(failures: int) -> timedelta:
    """Return for how long a message rests that failed once more after so many failures."""
    return timedelta(minutes=2**failures)


def _message(letter: Letter) -> EmailMessage | None:
    """Write a letter, or return None where there is nobody to send it to any more."""
    comment = letter.comment
    sealed: SealedEmail | None = getattr(comment, "sealed_email", None)
    if sealed is None:
        return None
    address = ProvenAddress.objects.filter(writer=sealed.writer, refused_at=None).first()
    if address is None:
        return None
    try:
        to = open_seal(bytes(sealed.ciphertext))
    except CannotOpen:
        logger.warning("The e-mail of comment %s cannot be opened; no letter is sent.", comment.pk)
        return None
    edition = editions.edition_at(comment.story.url_path)
    name = newspaper_in(edition).name
    root = settings.MINBAR_SITE_URL
    with editions.reading(edition):
        stop = root + reverse("address", args=[address_token(address)])
        if letter.kind == Letter.Kind.PROOF:
            subject = _("%(newspaper)s: is this your address?") % {"newspaper": name}
            context: dict[str, object] = {"link": stop}
            template = "discussion/letters/proof.txt"
        else:
            subject = _("%(newspaper)s: what became of your comment") % {"newspaper": name}
            decision = comment.history.select_related("reason").latest()
            link = root + reverse("receipt", args=[token_of(comment)])
            context = {"comment": comment, "decision": decision, "link": link, "stop": stop}
            template = "discussion/letters/decision.txt"
        body = render_to_string(template, context | {"newspaper": name})
    # Subjects are of our own words and the newspaper's name: nothing that a reader typed.
    return EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})
