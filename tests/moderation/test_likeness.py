"""What says nearly the same is recognised, and what only sounds alike is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minbar.moderation.likeness import BANDS, likeness_of, say_nearly_the_same

SPAM = (
    "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على الرقم 0550112233 "
    "أو زر الموقع https://win.example.com الآن"
)


@pytest.mark.parametrize(
    "other",
    [
        SPAM.replace("0550112233", "0661998877"),
        SPAM.replace("win.example.com", "gain.example.net/x?y=1"),
        SPAM.replace("آلاف", "ملايين"),
        SPAM.replace("اربح", "اربـــح").replace("بدون", "بِدُونِ"),
        SPAM + " !!!",
        SPAM.replace("الآن", "الآن واغتنموا الفرصة"),
    ],
)
def test_a_campaign_is_known_again(other):
    assert say_nearly_the_same(SPAM, other)
    assert set(likeness_of(SPAM)) & set(likeness_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SPAM, "نرجو من البلدية إصلاح الطريق قبل الشتاء فقد طال الانتظار"),
        ("شكرا على المقال", "شكرا على المقالة"),
        ("متى تعود الحافلة إلى حي الزيتون؟", "متى تعود المياه إلى حي السلام والوئام؟"),
        ("نعم", "لا"),
        ("سعره 500 دينار", "سعره 900 دينار"),
    ],
)
def test_what_is_another_comment_is_not(one, other):
    assert not say_nearly_the_same(one, other)


def test_short_words_are_the_same_only_where_they_are_the_same():
    assert say_nearly_the_same("شكرا على المقال", "شُكرًا على المقال!")
    assert likeness_of("شكرا على المقال") == likeness_of("شُكرًا على المقال!")


@given(st.text(min_size=1))
def test_any_text_is_like_itself(text):
    assert say_nearly_the_same(text, text)
    assert len(likeness_of(text)) == BANDS
    assert all(0 <= band < 1 << 63 for band in likeness_of(text))


def test_the_numbers_stay_what_they_are():
    """They are stored: a release that reckons them otherwise would part what belongs together."""
    assert likeness_of("شكرا على المقال") == (
        3831198069923330786,
        6682235389829261360,
        2684805723289091809,
        7837853112982862486,
    )
