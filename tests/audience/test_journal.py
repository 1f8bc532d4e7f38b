import io
import threading
from datetime import timedelta

import pytest
from PIL import Image

from minbar.audience.journal import FORM, LONGEST_BODY
from minbar.audience.lines import from_line
from tests.audience.conftest import ADDRESS, Browser, open_journal


@pytest.fixture
def views(lines):
    def read():
        return [from_line(line.encode()) for line in lines()]

    return read


class TestBeacon:
    """A page says that it was seen, and is answered 204 whatever comes of it."""

    def test_is_written_down(self, browser, views, clock):
        answer = browser.send_beacon(217, source="www.example.org")

        assert (answer.status, answer.body) == (204, b"")
        (view,) = views()
        assert (view.story, view.source, view.without_script) == (217, "example.org", False)
        assert view.at == clock.now.timestamp()

    def test_is_in_the_kernel_s_hands_before_the_answer(self, journal, lines):
        seen_at_the_answer = []
        body = io.BytesIO(b"story=217")
        journal(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/views/",
                "REMOTE_ADDR": ADDRESS,
                "HTTP_USER_AGENT": "Firefox",
                "CONTENT_TYPE": FORM,
                "CONTENT_LENGTH": "9",
                "wsgi.input": body,
            },
            lambda *_: seen_at_the_answer.extend(lines()),
        )

        assert len(seen_at_the_answer) == 1

    def test_neither_address_nor_browser_is_written(self, browser, lines):
        browser.send_beacon(217)

        (line,) = lines()
        assert ADDRESS not in line
        assert "Android" not in line

    def test_sets_no_cookie_and_is_kept_by_nobody(self, browser):
        headers = browser.send_beacon(217).headers

        assert "Set-Cookie" not in headers
        assert headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_SEC_PURPOSE": "prefetch"},
            {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
            {"HTTP_PURPOSE": "prefetch"},
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "none"},
            {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
            {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
            {"HTTP_USER_AGENT": "python-requests/2.32"},
            {"HTTP_USER_AGENT": ""},
        ],
    )
    def test_what_no_person_saw_here_is_not_written(self, browser, lines, headers):
        assert browser.send_beacon(217, **headers).status == 204
        assert lines() == []

    @pytest.mark.parametrize(
        "name",
        [
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile [FBAN/FBIOS;FBAV/435.0]",
            "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.8 Version/11.10",
            "Mozilla/5.0 (Linux; Android 9; CUBOT X18 Plus) AppleWebKit/537.36 Chrome/120 Mobile",
        ],
    )
    def test_browsers_within_apps_and_of_old_phones_are_people(self, browser, lines, name):
        browser.send_beacon(217, HTTP_USER_AGENT=name, HTTP_SEC_FETCH_SITE="same-origin")

        assert len(lines()) == 1

    @pytest.mark.parametrize("named", ["", "abc", "-1", "9" * 40, "9" * 1900, "1.5", "٢١٧"])
    def test_what_names_no_story_is_not_written(self, browser, lines, named):
        assert browser.send_beacon(named).status == 204
        assert lines() == []

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"story=217&more=" + b"x" * LONGEST_BODY, FORM),
            (b"history=217", FORM),
            (b"story=217x", FORM),
            (b"story=217", "text/plain"),
            (b"story=217", ""),
            (b"\xff\xfe\x00story", FORM),
            (b"--b\r\n", "multipart/form-data; boundary=b"),
        ],
    )
    def test_a_body_that_is_no_beacon_s_is_not_written(self, browser, lines, body, kind):
        assert browser.ask("POST", "/views/", body, CONTENT_TYPE=kind).status == 204
        assert lines() == []

    def test_a_body_of_unknown_length_is_not_read(self, browser, lines):
        answer = browser.ask("POST", "/views/", b"", CONTENT_TYPE=FORM, CONTENT_LENGTH="")

        assert answer.status == 204
        assert lines() == []

    @pytest.mark.parametrize(
        ("told", "kept"),
        [
            ("L.Facebook.com", "l.facebook.com"),
            ("www.example.org", "example.org"),
            ("xn--mgbh0fb.xn--kgbechtv", "xn--mgbh0fb.xn--kgbechtv"),
            ("https://example.org/private?who=me", ""),
            ("example.org:8080", ""),
            ("example.org\nforged line", ""),
            ("localhost", ""),
            ("a." * 80 + "com", ""),
            ("", ""),
        ],
    )
    def test_of_where_the_reader_came_from_only_a_host_is_kept(self, browser, views, told, kept):
        browser.send_beacon(217, source=told)

        assert [view.source for view in views()] == [kept]

    def test_asked_for_as_a_page_it_says_how_it_is_asked(self, browser, lines):
        answer = browser.ask("GET", "/views/")

        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
        assert lines() == []

    def test_an_address_beside_it_is_not_there(self, browser):
        assert browser.ask("GET", "/views/other").status == 404


class TestPicture:
    """A browser without scripts tells by loading a picture."""

    def test_is_written_down_with_its_mark(self, browser, views):
        browser.load_picture(217)

        (view,) = views()
        assert (view.story, view.without_script) == (217, True)

    def test_is_one_transparent_pixel_that_nobody_keeps(self, browser):
        answer = browser.load_picture(217)

        with Image.open(io.BytesIO(answer.body)) as pixel:
            assert (pixel.format, pixel.size) == ("GIF", (1, 1))
            assert pixel.convert("RGBA").getpixel((0, 0))[3] == 0
        assert len(answer.body) == 43
        assert answer.headers["Content-Type"] == "image/gif"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers

    def test_a_page_fetched_ahead_is_not_written(self, browser, lines):
        assert browser.load_picture(217, HTTP_SEC_PURPOSE="prefetch").status == 200
        assert lines() == []

    def test_is_the_same_reader_as_the_beacon(self, browser, views):
        browser.load_picture(217)
        browser.send_beacon(217)

        picture, beacon = views()
        assert picture.reader == beacon.reader


class TestTellingReadersApart:
    """A reader is a place and a browser, recognised for a story and a day, for nobody's use."""

    @pytest.fixture
    def reader(self, journal, views):
        def read(address=ADDRESS, story=217, name="Firefox"):
            Browser(journal, address, name).send_beacon(story)
            return views()[-1].reader

        return read

    def test_the_same_address_and_browser_are_one_reader(self, reader):
        assert reader() == reader()

    def test_another_address_or_browser_is_another_reader(self, reader):
        assert len({reader(), reader(address="192.0.2.8"), reader(name="Opera")}) == 3

    def test_of_another_story_the_same_person_is_another_reader(self, reader):
        assert reader(story=217) != reader(story=218)

    def test_a_household_s_ipv6_addresses_are_one(self, reader):
        assert reader("2001:db8:0:1::5") == reader("2001:db8:0:1:ffff::9")
        assert reader("2001:db8:0:1::5") != reader("2001:db8:0:2::5")

    def test_an_ipv4_address_is_the_same_in_its_ipv6_dress(self, reader):
        assert reader("::ffff:192.0.2.7") == reader("192.0.2.7")
        assert reader("::ffff:192.0.2.7") != reader("::ffff:192.0.2.8")

    def test_on_another_day_nobody_is_recognised(self, reader, clock):
        before = reader()
        clock.turn(days=1)

        assert reader() != before

    def test_another_process_recognises_the_reader_too(self, reader, folder, clock, views):
        before = reader()
        Browser(open_journal(folder, clock), name="Firefox").send_beacon(217)

        assert [view.reader for view in views()] == [before, before]


class TestTheDay:
    """A view belongs to the newspaper's day, not the world's."""

    def test_each_day_has_a_folder_with_a_salt_of_its_own(self, browser, folder, clock):
        browser.send_beacon(217)
        clock.turn(days=1)
        browser.send_beacon(217)

        assert [day.name for day in sorted(folder.iterdir())] == ["2026-11-23", "2026-11-24"]
        assert len({salt.read_bytes() for salt in folder.glob("*/salt")}) == 2

    def test_it_ends_at_the_newspaper_s_midnight(self, browser, folder, clock):
        clock.now = clock.now.replace(hour=23, minute=59, second=59)
        browser.send_beacon(217)
        clock.turn(seconds=1)
        browser.send_beacon(217)

        assert [len(list(day.glob("*.views"))) for day in sorted(folder.iterdir())] == [1, 1]


class TestAtOnce:
    """Many at once are written like many one after another."""

    def test_every_view_is_a_whole_line(self, journal, views):
        ready = threading.Barrier(8)

        def read(number):
            ready.wait()
            for story in range(1, 51):
                assert Browser(journal, f"192.0.2.{number}").send_beacon(story).status == 204

        threads = [threading.Thread(target=read, args=[number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        written = views()
        assert None not in written
        assert len({(view.story, view.reader) for view in written}) == len(written) == 400

    def test_processes_that_begin_a_day_at_once_agree_on_its_salt(self, folder, clock, views):
        journals = [open_journal(folder, clock) for _ in range(8)]
        ready = threading.Barrier(len(journals))

        def begin(journal):
            ready.wait()
            Browser(journal).send_beacon(217)

        threads = [threading.Thread(target=begin, args=[journal]) for journal in journals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(views()) == len(journals)
        assert len({view.reader for view in views()}) == 1
        assert [path.name for path in folder.iterdir()] == ["2026-11-23"]


class TestSegments:
    """A process writes to one file at a time, and to a new one after an hour, or 16 MB."""

    def test_one_after_an_hour(self, browser, folder, clock):
        for _ in range(3):
            browser.send_beacon(217)
            clock.turn(minutes=40)

        assert len(list(folder.glob("*/*.views"))) == 2

    def test_a_clock_set_back_an_hour_keeps_it(self, browser, folder, clock):
        browser.send_beacon(217)
        clock.now -= timedelta(hours=1)
        browser.send_beacon(217)

        assert len(list(folder.glob("*/*.views"))) == 1


class TestWhatIsNotAView:
    """Every other request is the application's behind."""

    @pytest.mark.parametrize("path", ["/", "/views", "/national/views/", "/stories/1/figures.json"])
    def test_goes_on(self, browser, path):
        assert browser.ask("GET", path).body == b"a page"
