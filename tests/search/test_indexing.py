"""The index follows stories and comments, and can be made again."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from minbar.discussion.models import Comment, MoveKind
from minbar.discussion.moves import enter, move
from minbar.search.indexing import index_missed
from minbar.search.models import Document, Word
from minbar.search.searching import search
from minbar.stories.announcing import announce, announce_missed
from minbar.stories.models import Author, Section, Signature, Story

from .conftest import headlines

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    return dict(Word.objects.filter(documents__gt=0).values_list("word", "documents"))


def counted_anew() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for document in Document.objects.all():
        for word in document.words:
            numbers[word] = numbers.get(word, 0) + 1
    return numbers


@pytest.fixture
def comment(write, django_user_model) -> Comment:
    from django.utils import timezone

    story = write("المطر يعود")
    comment = Comment(
        story=story, name="سلمى", text="الحمد لله على الغيث", submitted_at=timezone.now()
    )
    enter(comment)
    return comment


class TestStories:
    """A story is found from its publication until it is taken back."""

    def test_published_edited_and_taken_back(self, write):
        story = write("أسعار الزيت")
        assert headlines("الزيت") == ["أسعار الزيت"]

        story.title = "أسعار السميد"
        story.save_revision().publish()
        assert headlines("الزيت") == []
        assert headlines("السميد") == ["أسعار السميد"]

        story.unpublish()
        assert headlines("السميد") == []
        assert counted() == {}

    def test_a_draft_is_not_found(self, write):
        story = write("أسعار الزيت")
        story.title = "ما لم يُنشر بعد"
        story.save_revision()

        assert headlines("يُنشر") == []

    def test_deleted(self, write):
        write("أسعار الزيت").delete()

        assert headlines("الزيت") == []
        assert counted() == {}

    def test_deleted_past_our_functions(self, write, client):
        story = write("أسعار الزيت")
        Page.objects.filter(pk=story.pk)._raw_delete("default")
        Story.objects.filter(pk=story.pk)._raw_delete("default")

        page = client.get("/search/", {"q": "الزيت"})
        assert page.status_code == 200
        assert "<h2" not in page.content.decode()

        announce_missed()
        assert search("الزيت").total == 0

    def test_moved_to_another_section(self, write, front, section):
        from minbar.search.searching import Filters

        story = write("أسعار الزيت")
        other = front.add_child(instance=Section(title="اقتصاد", slug="economy", colour="#111111"))
        announce(other)
        story.move(other, pos="last-child")

        assert headlines("الزيت", filters=Filters(section=other)) == ["أسعار الزيت"]

    def test_its_author_is_renamed(self, write):
        author = Author.objects.create(name="سليمة", slug="s")
        story = write("أسعار الزيت")
        story.signatures.add(Signature(author=author))
        story.save_revision().publish()

        author.name = "حورية"
        author.save()

        assert headlines("حورية") == ["أسعار الزيت"]
        assert headlines("سليمة") == []


class TestComments:
    """A comment is found while readers see it, on its own tab."""

    def test_published_and_struck(self, comment, moderator):
        assert search("الغيث", comments=True).total == 0

        move(comment, MoveKind.APPROVE, by=moderator)
        assert search("الغيث", comments=True).total == 1
        assert search("سلمى", comments=True).total == 1
        assert search("الغيث").total == 0

        move(comment, MoveKind.STRIKE, by=moderator)
        assert search("الغيث", comments=True).total == 0

    def test_they_go_and_come_back_with_their_story(self, comment, moderator):
        move(comment, MoveKind.APPROVE, by=moderator)
        story = Story.objects.get(pk=comment.story_id)

        story.unpublish()
        assert search("الغيث", comments=True).total == 0

        story.save_revision().publish()
        assert search("الغيث", comments=True).total == 1

    def test_no_email_is_indexed(self, comment, moderator):
        move(comment, MoveKind.APPROVE, by=moderator)

        assert not [word for word in counted() if "@" in word or "example" in word]


class TestCounting:
    """How many documents have a word is always what counting would give."""

    def test_after_everything(self, comment, write, moderator):
        first = write("أسعار الزيت ترتفع", "الزيت والسميد")
        write("أسعار السميد تنخفض")
        move(comment, MoveKind.APPROVE, by=moderator)
        first.title = "الزيت أغلى"
        first.save_revision().publish()
        assert counted() == counted_anew()

        Story.objects.get(title="أسعار السميد تنخفض").delete()
        move(comment, MoveKind.STRIKE, by=moderator)

        assert counted() == counted_anew()
        assert "اسعار" not in counted()


class TestRebuilding:
    """The index is made again from the newspaper, whatever became of it."""

    @pytest.fixture
    def broken(self, comment, write, moderator) -> None:
        write("أسعار الزيت")
        write("أسعار السميد")
        move(comment, MoveKind.APPROVE, by=moderator)
        Word.objects.all().delete()
        Document.objects.filter(headline__contains="الزيت").update(headline="كلمة غريبه")
        Document.objects.filter(headline__contains="السميد")._raw_delete("default")

    def test_by_command(self, broken, capsys):
        call_command("search", "rebuild")

        assert headlines("الزيت") == ["أسعار الزيت"]
        assert headlines("السميد") == ["أسعار السميد"]
        assert headlines("غريبة") == []
        assert search("الغيث", comments=True).total == 1
        assert counted() == counted_anew()
        assert "4 documents" in capsys.readouterr().out

    def test_what_no_signal_told_of_is_found_by_the_sweep(self, write, comment, moderator):
        write("أسعار الزيت")
        move(comment, MoveKind.APPROVE, by=moderator)
        Document.objects.all().delete()

        assert index_missed(most=1) == 1
        while index_missed(most=1):
            pass

        assert headlines("الزيت") == ["أسعار الزيت"]
        assert search("الغيث", comments=True).total == 1
        assert index_missed() == 0
