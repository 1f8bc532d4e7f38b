import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from minbar.audience.counting import BATCH, count_view, forget_past_days, reader_of
from minbar.audience.models import Figures, Salt, SeenToday, views_of

DAY = date(2026, 11, 23)
NEXT_DAY = DAY + timedelta(days=1)


def request_from(address, browser="Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0"):
    request = RequestFactory(HTTP_USER_AGENT=browser).get("/")
    request.META["minbar.client_address"] = address
    return request


def views(story):
    return views_of([story]).get(story.pk, 0)


class TestCounting:
    """A view is counted once for each story, reader and day."""

    def test_the_first_view_counts(self, story):
        assert count_view(story.pk, "reader", DAY)

        assert views(story) == 1

    def test_the_same_reader_on_the_same_day_is_not_counted_again(self, story):
        count_view(story.pk, "reader", DAY)

        assert not count_view(story.pk, "reader", DAY)
        assert views(story) == 1

    def test_another_reader_is_counted(self, story):
        count_view(story.pk, "reader", DAY)
        count_view(story.pk, "neighbour", DAY)

        assert views(story) == 2

    def test_another_day_is_counted(self, story):
        count_view(story.pk, "reader", DAY)
        count_view(story.pk, "reader", NEXT_DAY)

        assert views(story) == 2

    def test_each_story_is_counted_for_itself(self, story, make_story):
        other = make_story("عنوان آخر")
        count_view(story.pk, "reader", DAY)
        count_view(other.pk, "reader", DAY)

        assert views_of([story, other]) == {story.pk: 1, other.pk: 1}

    def test_a_figure_that_was_brought_along_goes_on_growing(self, story):
        Figures.objects.create(story=story, brought=23186)

        count_view(story.pk, "reader", DAY)

        assert views(story) == 23187

    def test_a_story_that_is_not_published_is_not_counted(self, make_story):
        draft = make_story(live=False)

        assert not count_view(draft.pk, "reader", DAY)
        assert not Figures.objects.exists()

    def test_a_story_that_there_is_not_is_not_counted(self, db):
        assert not count_view(10**30, "reader", DAY)
        assert not count_view(987654, "reader", DAY)
        assert not SeenToday.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestCountingAtOnce:
    """Many at once are counted like many one after another."""

    def test_of_one_reader_s_simultaneous_views_one_counts(self, story):
        self.at_once(lambda number: count_view(story.pk, "reader", DAY))

        assert views(story) == 1

    def test_of_many_readers_simultaneous_views_all_count(self, story):
        self.at_once(lambda number: count_view(story.pk, f"reader {number}", DAY))

        assert views(story) == 12

    def test_readers_of_a_new_day_are_told_apart_by_one_salt(self, story):
        readers = set()
        self.at_once(lambda number: readers.add(reader_of(request_from("192.0.2.7"), DAY)))

        assert len(readers) == 1
        assert Salt.objects.count() == 1

    @staticmethod
    def at_once(do, times=12):
        ready, failures = threading.Barrier(times), []

        def work(number):
            try:
                ready.wait()
                do(number)
            except Exception as error:  # noqa: BLE001 - shown below
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=[number]) for number in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures


class TestTellingReadersApart:
    """A reader is a place and a browser, recognised for a day and for nobody's use."""

    def test_the_same_address_and_browser_are_one_reader(self, db):
        assert self.reader("192.0.2.7") == self.reader("192.0.2.7")

    def test_another_address_or_browser_is_another_reader(self, db):
        assert self.reader("192.0.2.7") != self.reader("192.0.2.8")
        assert self.reader("192.0.2.7") != self.reader("192.0.2.7", browser="Firefox")

    def test_a_household_s_ipv6_addresses_are_one(self, db):
        assert self.reader("2001:db8:0:1::5") == self.reader("2001:db8:0:1:ffff::9")
        assert self.reader("2001:db8:0:1::5") != self.reader("2001:db8:0:2::5")

    def test_an_ipv4_address_is_the_same_in_its_ipv6_dress(self, db):
        assert self.reader("::ffff:192.0.2.7") == self.reader("192.0.2.7")
        assert self.reader("::ffff:192.0.2.7") != self.reader("::ffff:192.0.2.8")

    def test_on_another_day_nobody_is_recognised(self, db):
        assert self.reader("192.0.2.7", day=DAY) != self.reader("192.0.2.7", day=NEXT_DAY)

    def test_once_the_salt_is_gone_not_even_the_address_finds_the_reader(self, db):
        before = self.reader("192.0.2.7")
        forget_past_days(NEXT_DAY)

        assert self.reader("192.0.2.7") != before

    def test_without_the_server_s_word_the_connection_s_address_counts(self, db):
        request = RequestFactory(REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox").get("/")

        assert reader_of(request, DAY) == self.reader("192.0.2.7", browser="Firefox")

    @staticmethod
    def reader(address, day=DAY, **browser):
        return reader_of(request_from(address, **browser), day)


class TestForgetting:
    """What told readers apart goes when its day is over."""

    def test_past_days_are_forgotten_and_today_is_kept(self, story):
        for day in (DAY, NEXT_DAY):
            count_view(story.pk, reader_of(request_from("192.0.2.7"), day), day)

        forget_past_days(NEXT_DAY)

        assert [salt.day for salt in Salt.objects.all()] == [NEXT_DAY]
        assert [seen.day for seen in SeenToday.objects.all()] == [NEXT_DAY]

    def test_the_figure_stays(self, story):
        count_view(story.pk, "reader", DAY)
        forget_past_days(NEXT_DAY)

        assert views(story) == 1

    def test_a_crowd_is_forgotten_in_batches(self, story):
        crowd = [SeenToday(story=story, day=DAY, reader=f"{n}") for n in range(2 * BATCH + 1)]
        SeenToday.objects.bulk_create(crowd, batch_size=BATCH)

        forget_past_days(NEXT_DAY)

        assert not SeenToday.objects.exists()


class TestMostRead:
    """The most read published stories, the most read first."""

    def test_ranks_by_what_readers_are_shown(self, make_story):
        brought, counted, draft = make_story("أ"), make_story("ب"), make_story("ج", live=False)
        make_story("لم يقرأها أحد")
        Figures.objects.create(story=counted, brought=5, counted=7)
        Figures.objects.create(story=brought, brought=20)
        Figures.objects.create(story=draft, brought=1000)

        ranked = [(figures.story, figures.views) for figures in Figures.objects.most_read(5)]

        assert ranked == [(brought, 20), (counted, 12)]

    def test_gives_as_many_as_asked_for(self, make_story):
        for number in range(3):
            Figures.objects.create(story=make_story(f"عنوان {number}"), counted=number)

        assert len(Figures.objects.most_read(2)) == 2
