"""What of a story and of a comment is indexed, and how the index follows them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain, islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from minbar.arabic import stem, tokens, without_marks
from minbar.discussion.models import Comment, Status
from minbar.search import fulltext
from minbar.search.models import FIELDS, Document, Word
from minbar.stories.blocks import text_of
from minbar.stories.models import UNDATED, Story, StoryQuerySet

SWEPT_AT_ONCE = 500
"""Stories that a sweep indexes; an edition of 100,000 is indexed over some hours, or at once by
``minbar search rebuild``."""
AT_ONCE = 200
WORDS_AT_ONCE = 5_000
LONGEST_SPELLING = 64

ADD_WORD = """
INSERT INTO search_word (word, stem, spelled, documents) VALUES (%s, %s, %s, 1)
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
    is_new = _put(_document_of(story))
    if is_new:
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


def remove_comments(comments: Collection[int]) -> None:
    """Take comments out of the index, by their keys."""
    _remove(Document.objects.filter(comment__in=comments))


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
    """Index everything from nothing, and return how many documents there are.

    Readers go on searching meanwhile, and find what is newest first. ``tell`` is called with what
    is done, and of how much.
    """
    with transaction.atomic():
        fulltext.empty()
        Document.objects.all()._raw_delete(connection.alias)
        Word.objects.all().delete()
    stories = _with_words(Story.objects.published())
    comments = Comment.objects.newest()
    total, done = stories.count() + comments.count(), 0
    spellings: dict[str, str] = {}
    documents = chain(
        map(_document_of, stories.iterator(chunk_size=AT_ONCE)),
        map(_document_of_comment, comments.iterator(chunk_size=AT_ONCE)),
    )
    while together := list(islice(documents, AT_ONCE)):
        _add_uncounted(together)
        for document in together:
            for word, spelled in document.spellings.items():
                spellings.setdefault(word, spelled)
        done += len(together)
        tell(done, total)
    _count_words(spellings)
    fulltext.optimize()
    return Document.objects.count()


def take_out(document: Document) -> None:
    """Take a document that is being deleted out of the index, and its words from their numbers."""
    fulltext.take([document])
    _take_words(document.words)


def _put(document: Document) -> bool:
    """Index a document, and return whether it was not there before."""
    before = Document.objects.filter(story=document.story_id, comment=document.comment_id).first()
    if before is None:
        document.save(force_insert=True)
        fulltext.add([document])
        _add_words(document, document.words)
        return True
    if _is_alike(before, document):
        return False
    document.pk = before.pk
    fulltext.take([before])
    document.save(force_update=True)
    fulltext.add([document])
    _add_words(document, document.words - before.words)
    _take_words(before.words - document.words)
    return False


@transaction.atomic
def _add_uncounted(documents: list[Document]) -> None:
    """Index documents, but those that a signal has indexed meanwhile."""
    stories = [document.story_id for document in documents]
    there = set(Document.objects.filter(story__in=stories).values_list("story_id", "comment_id"))
    new = [one for one in documents if (one.story_id, one.comment_id) not in there]
    fulltext.add(Document.objects.bulk_create(new))


def _is_alike(one: Document, other: Document) -> bool:
    names = ("section_id", "published", *FIELDS)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _with_words(stories: StoryQuerySet) -> StoryQuerySet:
    """Fetch at once what of a story is indexed."""
    fetched = stories.select_related("lead_photo", "desk")
    return fetched.prefetch_related("signatures__author")


def _remove(documents: Iterable[Document]) -> None:
    for document in documents:
        document.delete()  # one by one, so that ``take_out`` hears of each


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
    found = {name: list(tokens(text)) for name, text in texts.items()}
    document = Document(
        story=story,
        section=story.section,
        published=published,
        length=sum(map(len, found.values())),
        **{name: " ".join(token.folded for token in words) for name, words in found.items()},
    )
    document.spellings = {
        token.folded: without_marks(texts[name][token.start : token.end])[:LONGEST_SPELLING]
        for name, words in found.items()
        for token in words
    }
    return document


# Words are counted in one order, so that two transactions never wait for each other in a ring.


def _add_words(document: Document, words: Iterable[str]) -> None:
    spellings = document.spellings
    rows = [(word, stem(word), spellings.get(word, word)) for word in sorted(words)]
    with connection.cursor() as cursor:
        cursor.executemany(ADD_WORD, rows)


def _take_words(words: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(TAKE_WORD, [(word,) for word in sorted(words)])


def _count_words(spellings: Mapping[str, str]) -> None:
    """Count all words anew."""
    counted: Counter[str] = Counter()
    for document in Document.objects.only(*FIELDS).iterator(chunk_size=500):
        counted.update(document.words)
    with transaction.atomic():
        Word.objects.all().delete()
        Word.objects.bulk_create(
            (
                Word(
                    word=word,
                    stem=stem(word),
                    spelled=spellings.get(word, word),
                    documents=documents,
                )
                for word, documents in counted.items()
            ),
            batch_size=WORDS_AT_ONCE,
        )
