"""A comment is on one moderator's screen at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.discussion.receipts import token_of
from minbar.moderation import leases
from minbar.moderation.filters import Choice
from minbar.moderation.models import Assignment, Presence, QueuedComment

ALL = Choice()
TEXTS = (
    "نرجو من البلدية إصلاح الطريق قبل الشتاء.",
    "متى تعود الحافلة إلى حي الزيتون يا ترى؟",
    "Pourquoi ne pas parler du barrage ?",
    "الأسعار ارتفعت كثيرا ولا أحد يسأل عنا.",
)


@pytest.fixture
def four(make_held):
    return [make_held(text=text) for text in TEXTS]


def numbers(rows) -> list[int]:
    return [row.pk for row in rows]


def test_each_gets_others(four, moderator, colleague):
    mine = leases.claim(ALL, by=moderator, count=2)
    theirs = leases.claim(ALL, by=colleague, count=4)

    assert numbers(mine) == [four[0].pk, four[1].pk]
    assert numbers(theirs) == [four[2].pk, four[3].pk]


def test_ones_own_stay_and_are_renewed(four, moderator):
    leases.claim(ALL, by=moderator, count=2)
    QueuedComment.objects.exclude(leased_by=None).update(leased_until=timezone.now())

    assert numbers(leases.claim(ALL, by=moderator, count=3)) == [each.pk for each in four[:3]]
    assert leases.is_read_now(four[0].pk)


def test_a_lease_ends_by_itself(four, moderator, colleague):
    leases.claim(ALL, by=moderator, count=4)
    assert leases.claim(ALL, by=colleague, count=4) == []
    past = timezone.now() - timedelta(seconds=1)
    QueuedComment.objects.update(leased_until=past)

    assert len(leases.claim(ALL, by=colleague, count=4)) == 4


def test_whoever_leaves_gives_everything_back(four, moderator, colleague):
    leases.claim(ALL, by=moderator, count=4)
    leases.leave(by=moderator)

    assert len(leases.claim(ALL, by=colleague, count=4)) == 4
    assert leases.who_is_here() == [colleague]


def test_another_choice_gives_back_what_is_not_in_it(four, moderator, colleague):
    leases.claim(ALL, by=moderator, count=4)
    leases.claim(Choice(language="french"), by=moderator, count=4)

    assert numbers(leases.claim(ALL, by=colleague, count=4)) == [
        four[0].pk,
        four[1].pk,
        four[3].pk,
    ]


def test_a_group_goes_with_its_first(make_held, moderator, colleague):
    spam = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على {}"
    first, second = (make_held(text=spam.format(number)) for number in (1, 2))
    leases.claim(ALL, by=moderator, count=4)

    assert leases.read_by_others([second.pk], than=colleague) == {second.pk: moderator}
    assert leases.read_by_others([first.pk], than=moderator) == {}
    assert leases.is_read_now(second.pk)


def test_who_is_assigned_a_section_reads_that_first(
    make_story, make_held, section, front, moderator
):
    from minbar.stories.announcing import announce
    from minbar.stories.models import Section, Story

    here = make_held()
    sport = front.add_child(instance=Section(title="الرياضة", slug="sport"))
    announce(sport)
    now = timezone.now()
    story = sport.add_child(
        instance=Story(title="المباراة", live=True, first_published_at=now, last_published_at=now)
    )
    announce(story)
    there = make_held(story, text="الحكم أعمى والمباراة ضاعت يا ناس.")
    Assignment.objects.create(colleague=moderator, section=sport)

    assert numbers(leases.claim(ALL, by=moderator, count=4)) == [there.pk]
    everything = leases.claim(Choice(all_sections=True), by=moderator, count=4)
    assert numbers(everything) == [here.pk, there.pk]


def test_only_who_was_seen_of_late_is_here(moderator, colleague, four):
    for person in (moderator, colleague):
        leases.claim(ALL, by=person, count=1)
    past = timezone.now() - leases.PRESENT
    Presence.objects.filter(colleague=colleague).update(seen_at=past)

    assert leases.who_is_here() == [moderator]


class TestAtAGlance:
    """List mode leases the harmless alone: short, unmarked, and like no other."""

    def test_what_is_marked_long_or_one_of_a_group_is_left(self, make_held, moderator):
        short = make_held(text="بارك الله فيكم على الخبر.")
        make_held(text="كلمة " * 100)
        marked = make_held(text="خبر جميل جدا عن المدينة القديمة.")
        QueuedComment.objects.filter(pk=marked.pk).update(labels="links")
        for number in (1, 2):
            make_held(text=f"اربح معنا آلاف الدنانير من بيتك بدون رأس مال {number}")

        rows = leases.claim(ALL, by=moderator, count=20, only_harmless=True)

        assert numbers(rows) == [short.pk]


class TestReceipts:
    """A receipt says that its comment is being read while it is, and not a moment longer."""

    def test_while_a_moderator_has_it_on_the_screen(self, client, held, moderator):
        address = f"/receipts/{token_of(held)}/"
        says = "قيد القراءة الآن"
        assert says not in client.get(address).text

        leases.claim(ALL, by=moderator, count=1)
        assert says in client.get(address).text
        assert client.get(address, headers={"Accept": "application/json"}).json()["says"] == says

        QueuedComment.objects.update(leased_until=timezone.now())
        assert says not in client.get(address).text
