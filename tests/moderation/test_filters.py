"""A moderator chooses what to read; what makes no sense restricts nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from minbar.moderation.filters import Choice, Order, Place
from minbar.moderation.models import QueuedComment


def chosen(**told: str) -> list[int]:
    return list(Choice.parse(told).heads().values_list("pk", flat=True))


@given(st.dictionaries(st.sampled_from(["place", "order", "story", "older", "search"]), st.text()))
def test_anything_is_read_and_said_again(told):
    choice = Choice.parse(told)

    assert choice.place in set(Place)
    assert choice.order in set(Order)
    assert len(choice.query()) < 1000


def test_a_choice_is_kept_by_its_address():
    from django.http import QueryDict

    choice = Choice(place=Place.HELD, story=7, language="french", search="الماء", all_sections=True)

    assert Choice.parse(QueryDict(choice.query())) == choice
    assert Choice().query() == ""


class TestChoosing:
    """By story, section, mark, language, writer, age and words."""

    @pytest.fixture
    def three(self, make_held):
        now = timezone.now()
        texts = ("خبر جيد عن البلدية والطريق.", "Pourquoi ne pas parler du barrage ?", "سؤال آخر")
        comments = [
            make_held(text=text, email=f"r{number}@x.example") for number, text in enumerate(texts)
        ]
        for minutes, comment in zip((30, 20, 10), comments, strict=True):
            since = now - timedelta(minutes=minutes)
            QueuedComment.objects.filter(pk=comment.pk).update(promised_at=since)
        return [comment.pk for comment in comments]

    def test_the_longest_waiting_first_or_the_newest(self, three):
        assert chosen() == three
        assert chosen(order="newest") == three[::-1]

    def test_by_language(self, three):
        assert chosen(language="french") == [three[1]]

    def test_by_age(self, three):
        assert chosen(older="15") == three[:2]

    def test_by_words_or_name(self, three):
        assert chosen(search="barrage") == [three[1]]
        assert chosen(search="نورة") == three

    def test_by_mark(self, three):
        QueuedComment.objects.filter(pk=three[0]).update(labels="links\nrepeated")
        QueuedComment.objects.filter(pk=three[2]).update(labels="links-2")

        assert chosen(label="links") == [three[0]]
        assert chosen(label="repeated") == [three[0]]

    def test_by_the_same_e_mail(self, three, make_held):
        again = make_held(text="وعندي سؤال ثان للكاتب.", email="R0@x.example")

        assert chosen(writer=str(three[0])) == [three[0], again.pk]

    def test_by_story_and_section(self, three, story, section, make_story):
        assert chosen(story=str(story.pk)) == three
        assert chosen(section=str(section.pk)) == three
        assert chosen(story=str(make_story("آخر").pk)) == []

    def test_what_makes_no_sense_restricts_nothing(self, three):
        assert chosen(story="x", older="-1", language="klingon", place="nowhere") == three

    def test_the_one_that_stands_for_a_comment(self, make_held):
        text = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال {}"
        first, second = (make_held(text=text.format(number)) for number in (1, 2))

        assert chosen(comment=str(second.pk)) == [first.pk]
