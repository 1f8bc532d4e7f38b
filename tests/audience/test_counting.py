from datetime import date

import pytest

from minbar.audience.counting import MOST_SOURCES, OTHERS, Fold, write_days
from minbar.audience.models import DayFigures, Figures
from tests.audience.conftest import Browser, open_journal

YESTERDAY = "2026-11-23"


def let_go_of_yesterday(journal):
    for _ in range(3):
        journal._writer.sync()


def views(story):
    return Figures.objects.get(story=story).views


class TestCounting:
    """A view is counted once for each story, reader and day."""

    def test_a_view_counts(self, browser, fold, story):
        browser.send_beacon(story.pk)

        fold.run()

        assert views(story) == 1

    def test_the_same_reader_on_the_same_day_is_not_counted_again(self, browser, fold, story):
        browser.send_beacon(story.pk)
        browser.send_beacon(story.pk)
        browser.load_picture(story.pk)

        fold.run()

        assert views(story) == 1

    def test_another_reader_is_counted(self, browser, neighbour, fold, story):
        browser.send_beacon(story.pk)
        neighbour.send_beacon(story.pk)

        fold.run()

        assert views(story) == 2

    def test_another_day_is_counted(self, browser, fold, story, clock):
        browser.send_beacon(story.pk)
        fold.run()
        clock.turn(days=1)
        browser.send_beacon(story.pk)

        fold.run()

        assert views(story) == 2
        assert sorted(day.day.isoformat() for day in DayFigures.objects.all()) == [
            "2026-11-23",
            "2026-11-24",
        ]

    def test_each_story_is_counted_for_itself(self, browser, fold, story, make_story):
        other = make_story("عنوان آخر")
        browser.send_beacon(story.pk)
        browser.send_beacon(other.pk)

        fold.run()

        assert (views(story), views(other)) == (1, 1)

    def test_a_figure_that_was_brought_along_goes_on_growing(self, browser, fold, story):
        Figures.objects.create(story=story, brought=23186)
        browser.send_beacon(story.pk)

        fold.run()

        assert views(story) == 23187

    def test_a_story_that_is_not_published_is_not_counted(self, browser, fold, make_story):
        draft = make_story(live=False)
        browser.send_beacon(draft.pk)

        fold.run()

        assert not Figures.objects.exists()

    def test_a_story_that_there_is_not_is_not_counted(self, browser, fold, db):
        browser.send_beacon(987654)
        browser.send_beacon("9" * 18)

        fold.run()

        assert not DayFigures.objects.exists()

    def test_a_story_that_is_deleted_meanwhile_stops_nothing(self, browser, fold, make_story):
        gone, stays = make_story("يُحذف"), make_story("يبقى")
        for story in (gone, stays):
            browser.send_beacon(story.pk)
        fold.run()
        gone.delete()
        browser.send_beacon(stays.pk)

        fold.run()

        assert views(stays) == 1


class TestWhatIsKept:
    """Of a story's day: its hours by the newspaper's clock and the hosts that led to it."""

    @pytest.fixture
    def day(self, fold, story):
        def read():
            fold.run()
            return DayFigures.objects.get(story=story)

        return read

    def test_the_hours(self, browser, neighbour, story, clock, day):
        browser.send_beacon(story.pk)
        clock.turn(hours=9, minutes=30)
        neighbour.send_beacon(story.pk)

        hours = day().hours

        assert len(hours) == 24
        assert {hour: views for hour, views in enumerate(hours) if views} == {12: 1, 21: 1}

    def test_the_sources(self, browser, neighbour, story, day):
        browser.send_beacon(story.pk, source="l.facebook.com")
        neighbour.send_beacon(story.pk)

        assert day().sources == {"l.facebook.com": 1, "": 1}

    def test_of_many_sources_the_main_ones(self, journal, story, day):
        for number in range(2 * MOST_SOURCES):
            reader = Browser(journal, address=f"192.0.2.{number}")
            reader.send_beacon(story.pk, source=f"site{number}.example")
        for number in range(3):
            Browser(journal, address=f"203.0.113.{number}").send_beacon(
                story.pk, source="main.example"
            )

        sources = day().sources

        assert len(sources) == MOST_SOURCES + 1
        assert sources["main.example"] == 3
        assert sources[OTHERS] == MOST_SOURCES + 1
        assert sum(sources.values()) == day().views == 2 * MOST_SOURCES + 3


class TestFoldingTwice:
    """Counts are absolute: a fold done twice, or after any death, changes nothing."""

    def test_twice_in_one_process(self, browser, fold, story):
        browser.send_beacon(story.pk)
        fold.run()
        fold.run()

        assert views(story) == 1

    def test_again_in_another_process(self, browser, neighbour, folder, story):
        browser.send_beacon(story.pk)
        Fold(folder).run()
        browser.send_beacon(story.pk)
        neighbour.send_beacon(story.pk)

        Fold(folder).run()

        assert views(story) == 2

    def test_views_of_several_processes_add_up(self, folder, clock, story):
        for number in range(3):
            reader = Browser(open_journal(folder, clock), address=f"192.0.2.{number}")
            reader.send_beacon(story.pk)
            reader.send_beacon(story.pk)

        Fold(folder).run()

        assert views(story) == 3

    def test_what_is_the_same_is_not_written_again(self, browser, folder, story):
        browser.send_beacon(story.pk)
        Fold(folder).run()
        DayFigures.objects.update(sources={"untouched": 1})

        Fold(folder).run()

        assert DayFigures.objects.get().sources == {"untouched": 1}

    def test_where_the_database_fails_it_is_told_the_next_time(
        self, browser, fold, story, monkeypatch
    ):
        browser.send_beacon(story.pk)
        monkeypatch.setattr("minbar.audience.counting.write_days", self.fail)
        with pytest.raises(RuntimeError):
            fold.run()
        monkeypatch.undo()

        fold.run()

        assert views(story) == 1

    @staticmethod
    def fail(_days):
        raise RuntimeError("no database")


class TestRestoring:
    """A backup has a day's views and its name, and never its salt."""

    @pytest.fixture
    def restored(self, browser, folder, story):
        browser.send_beacon(story.pk)
        Fold(folder).run()
        (folder / YESTERDAY / "salt").unlink()
        return folder

    def test_what_was_counted_before_is_not_counted_again(self, restored, story):
        Fold(restored).run()

        assert views(story) == 1

    def test_counting_goes_on_with_a_new_salt(self, restored, clock, story):
        for number in range(2):
            Browser(open_journal(restored, clock), f"192.0.2.{number}").send_beacon(story.pk)
            Browser(open_journal(restored, clock), f"192.0.2.{number}").send_beacon(story.pk)

        Fold(restored).run()

        assert views(story) == 3


class TestTornLines:
    """What a power cut leaves of a line counts for nothing, and spoils no other."""

    def test_half_a_line_waits_for_its_other_half(self, browser, neighbour, fold, folder, story):
        browser.send_beacon(story.pk)
        neighbour.send_beacon(story.pk)
        (segment,) = folder.glob("*/*.views")
        whole = segment.read_bytes()
        segment.write_bytes(whole[:-20])
        fold.run()
        assert views(story) == 1

        segment.write_bytes(whole)
        fold.run()

        assert views(story) == 2

    @pytest.mark.parametrize(
        "rubbish",
        [b"\0" * 90 + b"\n", b"\n", b"half a line\n", b"00000000 x 1 1 0 - -\n", b"\xff\xfe\n"],
    )
    def test_rubbish_is_passed_over(self, browser, neighbour, fold, folder, story, rubbish):
        browser.send_beacon(story.pk)
        (segment,) = folder.glob("*/*.views")
        with segment.open("ab") as opened:
            opened.write(rubbish)
        neighbour.send_beacon(story.pk)

        fold.run()

        assert views(story) == 2

    def test_a_changed_digit_is_noticed(self, browser, fold, folder, story):
        browser.send_beacon(story.pk)
        (segment,) = folder.glob("*/*.views")
        segment.write_bytes(segment.read_bytes().replace(b" - -", b" - n"))

        fold.run()

        assert not Figures.objects.exists()


class TestClosingADay:
    """A day that is over is counted for good, and what told its readers apart is deleted."""

    @pytest.fixture
    def morning_after(self, folder, clock, story):
        """Yesterday's journal, which nobody writes in any more."""
        journal = open_journal(folder, clock)
        Browser(journal).send_beacon(story.pk)
        clock.turn(days=1)
        let_go_of_yesterday(journal)

    def test_the_figure_stays_and_the_journal_goes(self, morning_after, fold, folder, story):
        fold.run()
        fold.run()

        assert views(story) == 1
        assert list(folder.iterdir()) == []

    def test_while_somebody_still_writes_in_it_it_stays(self, browser, fold, folder, story, clock):
        browser.send_beacon(story.pk)
        clock.turn(days=1)

        fold.run()

        assert views(story) == 1
        assert [path.name for path in folder.iterdir()] == [YESTERDAY]

    def test_torn_lines_are_told_of(self, morning_after, fold, folder, caplog):
        (segment,) = folder.glob("*/*.views")
        with segment.open("ab") as opened:
            opened.write(b"rubbish\n")

        fold.run()

        assert "Torn lines of 2026-11-23, not counted: 1" in caplog.text

    def test_what_a_killed_process_left_of_a_closed_day_is_not_counted_again(
        self, morning_after, fold, folder, story
    ):
        (folder / YESTERDAY).rename(folder / f"{YESTERDAY}.closed")

        fold.run()

        assert not Figures.objects.exists()
        assert list(folder.iterdir()) == []

    def test_a_day_that_comes_again_adds_to_what_was_counted(
        self, morning_after, fold, folder, story, clock
    ):
        fold.run()
        clock.turn(days=-1)
        Browser(open_journal(folder, clock), address="192.0.2.9").send_beacon(story.pk)

        fold.run()

        assert views(story) == 2

    def test_a_clock_that_ran_ahead_loses_nothing(self, browser, neighbour, fold, story, clock):
        browser.send_beacon(story.pk)
        clock.turn(days=2)
        neighbour.send_beacon(story.pk)
        fold.run()
        clock.turn(days=-2)
        Browser(browser.journal, address="192.0.2.9").send_beacon(story.pk)

        fold.run()

        assert views(story) == 3


class TestWritingDays:
    """A day's figures take the place of those that stood there, and the total follows."""

    def test_the_total_is_the_sum_of_the_days(self, story):
        for day, count in ((1, 10), (2, 5), (2, 7)):
            write_days(
                [DayFigures(story=story, day=date(2026, 11, day), volume="one", views=count)]
            )

        assert views(story) == 17
