"""Caches in front, played by a server of ours that writes down what it is told."""

import http.server
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from minbar.press import keys, pressing, purging
from minbar.press.models import Purge
from minbar.press.pressing import press, remove
from minbar.press.removal import see_gone
from minbar.press.rendering import Rendering
from minbar.press.store import Answer

PATH = "/الوطن/"
ENCODED = "/%D8%A7%D9%84%D9%88%D8%B7%D9%86/"


class Cache(http.server.ThreadingHTTPServer):
    """A cache in front; it forgets what it is told, or answers as it is bid."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.told, self.connections, self.answer = [], set(), 200

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PURGE(self):
        self.server.told.append((self.path, self.headers["Host"]))
        self.server.connections.add(self.client_address)
        self.send_response(self.server.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def cache(settings):
    with Cache() as server:
        threading.Thread(target=server.serve_forever, args=[0.01]).start()
        settings.MINBAR_PURGE_URLS = [server.base]
        settings.MINBAR_SITE_URL = "https://newspaper.example"
        yield server
        server.shutdown()


@pytest.fixture
def show(monkeypatch):
    """Have every page show a text."""

    def show(text):
        answer = Answer(200, (("Content-Type", "text/html"),), text.encode())
        rendering = Rendering(answer, frozenset({"thing"}))
        monkeypatch.setattr(pressing, "render", lambda _path: rendering)

    show("before")
    return show


def told(cache):
    return [path for path, _host in cache.told]


@pytest.mark.django_db
class TestWhatIsTold:
    """Each change of a page is told by its exact address, and nothing else is."""

    def test_a_page_that_changed(self, cache, show):
        press(PATH)
        purging.send_due()
        cache.told.clear()

        show("after")
        press(PATH, again=True)
        purging.send_due()

        assert cache.told == [(ENCODED, "newspaper.example")]

    def test_a_page_that_is_the_same_is_not(self, cache, show):
        press(PATH)
        purging.send_due()
        cache.told.clear()

        press(PATH)
        purging.send_due()

        assert cache.told == []

    def test_a_page_that_was_removed(self, cache, show):
        press(PATH)
        purging.send_due()
        cache.told.clear()

        remove(PATH)
        purging.send_due()

        assert told(cache) == [ENCODED]

    def test_each_is_told_again_a_little_later(self, cache, show):
        press(PATH)
        purging.send_due()
        Purge.objects.update(at=timezone.now())

        purging.send_due()
        purging.send_due()

        assert told(cache) == [ENCODED, ENCODED]
        assert not Purge.objects.exists()

    def test_many_are_told_over_one_connection(self, cache):
        for number in range(20):
            purging.ask_for(f"/{number}/")

        purging.send_due()

        assert len(cache.told) == 20
        assert len(cache.connections) == 1

    def test_without_a_cache_nothing_is_written_down(self, settings, show):
        press(PATH)
        remove(PATH)

        assert not Purge.objects.exists()


@pytest.mark.django_db
class TestCachesThatDoNotHear:
    """What a cache did not hear it is told again, and nobody waits for it."""

    def test_one_that_is_away_is_told_later(self, cache, settings):
        settings.MINBAR_PURGE_URLS = [cache.base, "http://127.0.0.1:1"]
        purging.ask_for(PATH)

        purging.send_due()
        assert told(cache) == [ENCODED]
        purging.send_due()
        assert told(cache) == [ENCODED]

        settings.MINBAR_PURGE_URLS = [cache.base]
        Purge.objects.update(at=timezone.now() - timedelta(seconds=1))
        purging.send_due()
        assert not Purge.objects.exists()

    def test_one_that_refuses_is_told_later(self, cache):
        cache.answer = 405
        purging.ask_for(PATH)

        purging.send_due()

        assert Purge.objects.filter(path=PATH).count() == 2

    def test_what_there_was_no_time_for_stays_due(self, cache):
        purging.ask_for(PATH)

        purging.send_due(within=0)

        assert told(cache) == []
        assert Purge.objects.filter(at__lte=timezone.now()).exists()


@pytest.mark.django_db(transaction=True)
def test_a_removal_has_told_the_caches_when_it_returns(cache, show):
    press(PATH)
    purging.send_due()
    cache.told.clear()
    keys.touch("thing")

    see_gone("thing")

    assert told(cache) == [ENCODED]
