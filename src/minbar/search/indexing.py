"""What of a story and of a comment is indexed, and how the index follows them."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain, islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from minbar.arabic import stem, tokens
from minbar.discussion.models import Comment, Status
from minbar.search.models import FIELDS, Document, Word
from minbar.stories.blocks import text_of
from minbar.stories.models import UNDATED, Story, StoryQuerySet

SWEPT_AT_ONCE = 500
"""Stories that a sweep indexes; an edition of 100,000 is indexed over some hours, or at once by
``minbar search rebuild``."""
AT_ONCE = 200
WORDS_AT_ONCE = 5_000

ADD_WORD = """
INSERT INTO search_word (word, stem, documents) VALUES (%s, %s, 1)
ON CONFLICT (word) DO UPDATE SET documents = search_word.documents + 1
"""
TAKE_WORD = "UPDATE search_word SET documents = documents - 1 WHERE word = %s AND documents > 0"


@transaction.atomic
def index_story(story: Story) -> None:
    """Index ``story`` as it stands, with its published comments if it was not indexed before.

    One that is not published is taken out of the index, and its comments with it.
    """
    if not story.live:
        _remove(Document.objects.filter(story=story.pk))
        return
    was_there = Document.objects.stories().filter(story=story).exists()
    _put(_document_of(story))
    if not was_there:
        for comment in Comment.objects.approved().on(story):
            comment.story = story
            _put(_document_of_comment(comment))


@transaction.atomic
def index_comment(comment: Comment) -> None:
    """Index ``comment`` where readers see it, and take it out where they no longer do."""
    if comment.status == Status.APPROVED and comment.story.live:
        _put(_document_of_comment(comment))
    else:
        _remove(Document.objects.filter(comment=comment))


def index_missed(most: int = SWEPT_AT_ONCE) -> int:
    """Index stories and comments that no signal told of, and return how many there were."""
    there = Document.objects.stories().filter(story=OuterRef("pk"))
    stories = _with_words(Story.objects.published().filter(~Exists(there)))[:most]
    for story in stories:
        index_story(story)
    there = Document.objects.filter(comment=OuterRef("pk"))
    missed = Comment.objects.newest().filter(~Exists(there))[: most - len(stories)]
    for comment in missed:
        index_comment(comment)
    return len(stories) + len(missed)


def rebuild(tell: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Index everything anew, oldest first, and return how many documents there are.

    Readers go on searching meanwhile. ``tell`` is called with what is done, and of how much.
    """
    stories = _with_words(Story.objects.published().reverse())
    comments = Comment.objects.newest().reverse()
    total, done = stories.count() + comments.count(), 0
    documents = chain(
        map(_document_of, stories.iterator(chunk_size=AT_ONCE)),
        map(_document_of_comment, comments.iterator(chunk_size=AT_ONCE)),
    )
    while together := list(islice(documents, AT_ONCE)):
        _put_uncounted(together)
        done += len(together)
        tell(done, total)
    _remove(Document.objects.exclude(story__announced__live=True))
    _remove(Document.objects.comments().exclude(comment__status=Status.APPROVED))
    _count_words()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('rebuild')")
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('optimize')")
    return Document.objects.count()


def count_words_of_removed(document: Document) -> None:
    """Take the words of a document that is being deleted from their numbers."""
    _change_words(added=(), removed=document.words)


def _put(document: Document) -> None:
    before = Document.objects.filter(story=document.story_id, comment=document.comment_id).first()
    if before is None:
        document.save(force_insert=True)
        _change_words(added=document.words, removed=())
        return
    if _is_alike(before, document):
        return
    document.pk = before.pk
    document.save(force_update=True)
    _change_words(
        added=document.words - before.words,
        removed=before.words - document.words,
    )


@transaction.atomic
def _put_uncounted(documents: list[Document]) -> None:
    stories = [document.story_id for document in documents]
    there = {
        (one.story_id, one.comment_id): one for one in Document.objects.filter(story__in=stories)
    }
    new = []
    for document in documents:
        before = there.get((document.story_id, document.comment_id))
        if before is None:
            new.append(document)
        elif not _is_alike(before, document):
            document.pk = before.pk
            document.save(force_update=True)
    Document.objects.bulk_create(new)


def _is_alike(one: Document, other: Document) -> bool:
    names = ("section_id", "published", *FIELDS)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _with_words(stories: StoryQuerySet) -> StoryQuerySet:
    """Fetch at once what of a story is indexed."""
    fetched = stories.select_related("lead_photo", "desk")
    return fetched.prefetch_related("signatures__author")


def _remove(documents: Iterable[Document]) -> None:
    for document in documents:
        document.delete()  # one by one, so that ``count_words_of_removed`` hears of each


def _document_of(story: Story) -> Document:
    photo = story.lead_photo
    captions = [story.lead_photo_caption or (photo.caption if photo else "")]
    captions += [
        getattr(block.value["photo"], "caption", "")
        for block in story.body
        if block.block_type == "photo" and not block.value["caption"]
    ]
    desk = [story.desk.name] if story.desk else []
    names = [author.name for author in story.authors]
    return _document(
        story,
        published=story.published_at or UNDATED,
        headline=story.title,
        about="\n".join([story.kicker, story.standfirst, *names, *desk, *captions]),
        body=text_of(story.body),
    )


def _document_of_comment(comment: Comment) -> Document:
    document = _document(
        comment.story,
        published=comment.first_approved_at or now(),
        headline="",
        about=f"{comment.name}\n{comment.place}",
        body=comment.text,
    )
    document.comment = comment
    return document


def _document(story: Story, *, published: datetime, **texts: str) -> Document:
    folded = {name: [token.folded for token in tokens(text)] for name, text in texts.items()}
    return Document(
        story=story,
        section=story.section,
        published=published,
        length=sum(map(len, folded.values())),
        **{name: " ".join(found) for name, found in folded.items()},
    )


def _change_words(*, added: Iterable[str], removed: Iterable[str]) -> None:
    """Count words; in one order, so that two transactions never wait for each other in a ring."""
    with connection.cursor() as cursor:
        changes = sorted([*((word, 1) for word in added), *((word, -1) for word in removed)])
        for change, statement in ((1, ADD_WORD), (-1, TAKE_WORD)):
            words = [word for word, by in changes if by == change]
            rows = [(word, stem(word)) if change > 0 else (word,) for word in words]
            if rows:
                cursor.executemany(statement, rows)


def _count_words() -> None:
    """Count all words anew."""
    counted: Counter[str] = Counter()
    for document in Document.objects.only(*FIELDS).iterator(chunk_size=500):
        counted.update(document.words)
    with transaction.atomic():
        Word.objects.all().delete()
        Word.objects.bulk_create(
            (
                Word(word=word, stem=stem(word), documents=documents)
                for word, documents in counted.items()
            ),
            batch_size=WORDS_AT_ONCE,
        )
