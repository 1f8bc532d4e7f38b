"""Pressing, and pressing again: what was touched, in its order, and nothing else."""

import itertools
import os
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minbar.press import clock, draining, keys, manifest, pressing
from minbar.press.bell import Ear
from minbar.press.models import ClockTouch, PageKey, PressedPage, Touch
from minbar.press.pressing import Pressed, TouchedMeanwhile, press, remove
from minbar.press.removal import see_gone
from minbar.press.rendering import CannotPress, Rendering
from minbar.press.staleness import stale_edition, stale_pages
from minbar.press.store import Answer, Store
from minbar.stories.models import Desk

from .conftest import Shop, html


class TestPressing:
    """A page is stored together with the keys of what it shows."""

    def test_it_is_stored_with_its_keys(self, shop: Shop, shown):
        pressed = press(Shop.PATH)

        assert (pressed.changed, shown()) == (True, "bread")
        page = PressedPage.objects.get(path=Shop.PATH)
        assert set(page.keys.values_list("key", flat=True)) == {"window", "thing:1"}
        assert page.pressed_at

    def test_keys_of_what_it_no_longer_shows_go(self, shop: Shop):
        press(Shop.PATH)
        shop.choose(2)

        press(Shop.PATH)

        assert set(PageKey.objects.values_list("key", flat=True)) == {"window", "thing:2"}

    def test_the_same_page_again_writes_no_file(self, shop: Shop):
        press(Shop.PATH)

        assert not press(Shop.PATH, again=True).changed

    @pytest.mark.django_db(transaction=True)
    def test_what_has_seen_every_touch_is_not_rendered_again(self, shop: Shop, monkeypatch):
        pressed = press(Shop.PATH)
        monkeypatch.setattr(pressing, "render", Mock(side_effect=AssertionError("rendered")))

        assert press(Shop.PATH) == Pressed(pressed.answer, changed=False)

    @pytest.mark.parametrize("touched", ["thing:1", keys.EVERY_PAGE])
    def test_what_has_not_is(self, shop: Shop, touched: str, shown):
        press(Shop.PATH)
        Desk.objects.filter(pk=1).update(name="cake")
        keys.touch(touched)

        press(Shop.PATH)

        assert shown() == "cake"

    def test_a_file_that_is_not_as_it_was_stored_is_not_taken_for_fresh(
        self, shop: Shop, store: Store, shown
    ):
        press(Shop.PATH)
        (store.folder_of(Shop.PATH) / "index.html").write_text("half")

        press(Shop.PATH)

        assert shown() == "bread"

    def test_an_address_without_a_page_is_stored_nowhere(self, shop: Shop, monkeypatch, shown):
        press(Shop.PATH)
        missing = Rendering(html("none", status=404), frozenset())
        monkeypatch.setattr(pressing, "render", lambda path: missing)
        keys.touch("window")

        assert press(Shop.PATH).answer.status == 404
        assert shown() is None
        assert not PressedPage.objects.exists()

    def test_an_address_that_nobody_has_costs_no_writing(self, shop: Shop, monkeypatch):
        missing = Rendering(html("none", status=404), frozenset())
        monkeypatch.setattr(pressing, "render", lambda path: missing)

        with CaptureQueriesContext(connection) as asked:
            press("/no/such/page/")

        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)

    def test_what_is_touched_at_each_rendering_changes_all_the_same(
        self, shop: Shop, monkeypatch, shown
    ):
        press(Shop.PATH)
        render = shop.render

        def restless(path: str) -> Rendering:
            rendering = render(path)
            shop.change(1, f"{rendering.answer.body.decode()}, cut")
            return rendering

        monkeypatch.setattr(pressing, "render", restless)
        shop.change(1, "cake")

        press(Shop.PATH)

        assert (shown(), stale_pages()) == ("cake", [Shop.PATH])

    def test_a_page_that_shows_something_else_each_time_keeps_its_old_face(
        self, shop: Shop, monkeypatch, shown
    ):
        press(Shop.PATH)
        numbers = itertools.count()

        def restless(_path: str) -> Rendering:
            name = f"other:{next(numbers)}"
            keys.touch(name)
            keys.touch("window")
            return Rendering(html(name), frozenset({"window", name}))

        monkeypatch.setattr(pressing, "render", restless)
        keys.touch("window")

        with pytest.raises(TouchedMeanwhile):
            press(Shop.PATH)

        assert shown() == "bread"

    def test_what_was_removed_while_a_pressing_hung_is_at_no_moment_put_back(
        self, shop: Shop, monkeypatch, shown
    ):
        press(Shop.PATH)
        render, put = shop.render, Store.put
        stored = []

        def hang(path: str) -> Rendering:
            rendering = render(path)
            if rendering.answer.body == b"bread":
                shop.change(1, "cake")
                remove(path)
            return rendering

        def note_and_put(store: Store, path: str, answer: Answer) -> bool:
            stored.append(answer.body)
            return put(store, path, answer)

        monkeypatch.setattr(pressing, "render", hang)
        monkeypatch.setattr(Store, "put", note_and_put)

        press(Shop.PATH, again=True)

        assert (stored, shown()) == ([b"cake"], "cake")

    def test_a_page_that_was_removed_meanwhile_is_pressed_again(
        self, shop: Shop, monkeypatch, shown
    ):
        put = Store.put
        removed = []

        def put_and_lose_the_row(store: Store, path: str, answer) -> bool:
            changed = put(store, path, answer)
            if not removed:
                removed.append(PressedPage.objects.filter(path=path).delete())
            return changed

        monkeypatch.setattr(Store, "put", put_and_lose_the_row)

        press(Shop.PATH)

        assert shown() == "bread"
        assert set(PageKey.objects.values_list("key", flat=True)) == {"window", "thing:1"}


class TestFailing:
    """A page that cannot be pressed keeps its old face, is tried again, and is told of."""

    @pytest.fixture
    def broken(self, shop: Shop, monkeypatch) -> Callable[[], None]:
        press(Shop.PATH)

        def fail(path: str) -> Rendering:
            raise CannotPress("It is answered with 500.")

        monkeypatch.setattr(pressing, "render", fail)
        return lambda: monkeypatch.setattr(pressing, "render", shop.render)

    def test_the_old_page_stays_and_the_reason_is_kept(self, shop: Shop, broken, drain, shown):
        shop.change(1, "new")

        drain()

        page = PressedPage.objects.failing().get()
        assert shown() == "bread"
        assert "answered with 500" in page.failure
        assert page.retry_at > timezone.now()

    def test_it_is_tried_again_when_its_time_has_come(self, shop: Shop, broken, drain, shown):
        shop.change(1, "new")
        drain()
        broken()
        PressedPage.objects.update(retry_at=timezone.now())

        drain()

        assert shown() == "new"
        assert not PressedPage.objects.failing().exists()

    def test_each_failure_waits_longer(self, shop: Shop, broken):
        pauses = []
        for _ in range(12):
            pressing.press_or_note_failure(Shop.PATH, again=True)
            pause = PressedPage.objects.get().retry_at - timezone.now()
            pauses.append(round(pause.total_seconds()))

        assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]

    def test_a_full_disk_is_told_of(self, shop: Shop, monkeypatch, shown):
        press(Shop.PATH)
        shop.change(1, "new")

        def full(*_: object) -> bool:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Store, "put", full)
        pressing.press_or_note_failure(Shop.PATH)

        assert shown() == "bread"
        assert "No space left" in PressedPage.objects.failing().get().failure


class TestStaleness:
    """What was touched since a page was pressed makes it stale, and nothing else does."""

    def test_a_touched_key_names_its_pages(self, shop: Shop):
        press(Shop.PATH)

        keys.touch("thing:2", "front")
        assert stale_pages() == []

        keys.touch("thing:1")
        assert stale_pages() == [Shop.PATH]

        press(Shop.PATH)
        assert stale_pages() == []

    def test_pages_come_in_the_order_in_which_their_keys_were_named(self, shop: Shop, monkeypatch):
        for name in "abc":
            own = Rendering(html(name), frozenset({name}))
            monkeypatch.setattr(pressing, "render", lambda path, own=own: own)
            press(f"/{name}/")

        keys.touch("c", "a")
        keys.touch("b")

        assert stale_pages() == ["/c/", "/a/", "/b/"]

    def test_a_touch_that_is_taken_back_with_its_transaction_is_none(self, shop: Shop):
        press(Shop.PATH)

        with transaction.atomic():
            keys.touch("thing:1")
            transaction.set_rollback(True)

        assert stale_pages() == []

    def test_what_every_page_shows_makes_all_stale(self, shop: Shop):
        press(Shop.PATH)
        assert stale_edition() == []

        keys.touch(keys.EVERY_PAGE)
        assert stale_edition() == [Shop.PATH]

        press(Shop.PATH)
        assert stale_edition() == []

    def test_many_keys_are_asked_in_parts(self, shop: Shop):
        press(Shop.PATH)

        keys.touch(*(f"other:{number}" for number in range(2500)), "thing:1")

        assert stale_pages() == [Shop.PATH]


class TestDraining:
    """The press presses what was touched, and forgets touches when all have seen them."""

    def test_it_ends_with_every_page_fresh(self, shop: Shop, drain, shown):
        press(Shop.PATH)
        shop.choose(2)
        shop.change(2, "pepper")

        drain()

        assert (shown(), stale_pages()) == ("pepper", [])

    def test_a_page_that_nobody_has_pressed_yet_is_left_to_its_first_reader(
        self, shop: Shop, drain, shown
    ):
        shop.choose(2)

        drain()

        assert shown() is None

    def test_a_page_that_is_expected_is_pressed_before_anyone_asks(self, shop: Shop, drain, shown):
        keys.expect(Shop.PATH, "window")
        shop.choose(2)

        drain()

        assert shown() == "salt"

    def test_what_was_touched_last_comes_first(self, shop: Shop, monkeypatch):
        pressed = []
        for name in "abc":
            own = Rendering(html(name), frozenset({name}))
            monkeypatch.setattr(pressing, "render", lambda path, own=own: own)
            press(f"/{name}/")
        monkeypatch.setattr(draining, "press_or_note_failure", pressed.append)
        left = draining.Drain()
        left.look()
        keys.touch("a", "b")
        left.look()

        left.press_next()
        keys.touch("c")
        left.look()
        while not left.is_empty:
            left.press_next()

        assert pressed == ["/a/", "/c/", "/b/"]

    def test_what_was_pressed_a_moment_ago_lets_others_go_before(self, shop: Shop, monkeypatch):
        pressed = []
        for name in "ab":
            own = Rendering(html(name), frozenset({name}))
            monkeypatch.setattr(pressing, "render", lambda path, own=own: own)
            press(f"/{name}/")
        monkeypatch.setattr(draining, "press_or_note_failure", pressed.append)
        left = draining.Drain()

        for _ in range(4):  # an import touches both without end
            keys.touch("a", "b")
            left.look()
            left.press_next()

        assert pressed == ["/a/", "/b/", "/a/", "/b/"]

    def test_touches_go_an_hour_after_they_came(self, shop: Shop):
        shop.choose(2)
        Touch.objects.update(at=timezone.now() - timedelta(minutes=61))
        keys.touch("fresh")

        draining.forget_answered_touches()

        assert list(Touch.objects.values_list("key", flat=True)) == ["fresh"]

    def test_a_number_is_never_given_twice(self, shop: Shop):
        keys.touch("one")
        last = Touch.objects.get(key="one").pk
        Touch.objects.all().delete()

        keys.touch("two")

        assert Touch.objects.get(key="two").pk > last

    def test_an_edition_comes_behind_what_was_touched_alone(self, shop: Shop, monkeypatch, drain):
        pressed = []
        for name in "abc":
            own = Rendering(html(name), frozenset({name}))
            monkeypatch.setattr(pressing, "render", lambda path, own=own: own)
            press(f"/{name}/")
        monkeypatch.setattr(draining, "public_paths", lambda: iter(["/c/", "/b/"]))
        monkeypatch.setattr(draining, "press_or_note_failure", pressed.append)
        keys.touch(keys.EVERY_PAGE)
        keys.touch("a")
        left = draining.Drain()
        left.look()

        while not left.is_empty:
            left.press_next()

        assert pressed[:3] == ["/a/", "/c/", "/b/"]

    def test_a_page_whose_failure_could_not_even_be_noted_is_not_forgotten(
        self, shop: Shop, monkeypatch, shown
    ):
        press(Shop.PATH)
        shop.change(1, "anew")
        left = draining.Drain()
        left.look()
        with monkeypatch.context() as patch:
            full = Mock(side_effect=OperationalError("database or disk is full"))
            patch.setattr(draining, "press_or_note_failure", full)
            with pytest.raises(OperationalError):
                left.press_next()

        left.look()
        while not left.is_empty:
            left.press_next()

        assert shown() == "anew"


class TestRemoval:
    """What is taken back is on no page when whoever took it back is answered."""

    @pytest.fixture
    def synced(self, monkeypatch: pytest.MonkeyPatch) -> set[int]:
        """Files and folders that were synced, by their inodes."""
        synced: set[int] = set()
        monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))
        return synced

    @pytest.mark.django_db(transaction=True)
    def test_without_a_press_the_page_is_removed_at_once(self, shop: Shop, shown):
        press(Shop.PATH)
        shop.change(1, "taken back")

        see_gone("thing:1")

        assert shown() is None

    @pytest.mark.django_db(transaction=True)
    def test_a_page_that_was_made_anew_meanwhile_stays(self, shop: Shop, shown):
        press(Shop.PATH)
        shop.change(1, "taken back")
        press(Shop.PATH)

        see_gone("thing:1")

        assert shown() == "taken back"

    @pytest.mark.django_db(transaction=True)
    def test_a_press_that_listens_has_two_seconds(self, shop: Shop, shown, monkeypatch, settings):
        press(Shop.PATH)
        ear = Ear(pressing.store().root)
        clock = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: press(Shop.PATH))
        monkeypatch.setattr("minbar.press.removal.time", clock)
        shop.change(1, "taken back")

        see_gone("thing:1")

        assert shown() == "taken back"
        assert ear.wait(0)
        ear.close()

    @pytest.mark.django_db(transaction=True)
    def test_what_the_press_made_instead_is_synced(self, shop: Shop, store: Store, synced):
        press(Shop.PATH)
        shop.change(1, "taken back")
        press(Shop.PATH)

        see_gone("thing:1")

        folder = store.folder_of(Shop.PATH)
        assert {file.stat().st_ino for file in [folder, *folder.iterdir()]} <= synced

    @pytest.mark.django_db(transaction=True)
    def test_where_nothing_was_touched_nothing_is_synced(self, shop: Shop, synced):
        press(Shop.PATH)

        see_gone()
        see_gone("what nobody has touched")

        assert synced == set()

    @pytest.mark.django_db(transaction=True)
    def test_a_press_that_cannot_loses_the_page(self, shop: Shop, shown, monkeypatch):
        press(Shop.PATH)
        ear = Ear(pressing.store().root)
        monkeypatch.setattr("minbar.press.removal.PATIENCE", 0.05)
        shop.change(1, "taken back")

        see_gone("thing:1")

        assert shown() is None
        ear.close()

    @pytest.mark.django_db(transaction=True)
    def test_within_a_transaction_it_waits_for_the_commit(self, shop: Shop, shown):
        press(Shop.PATH)
        with transaction.atomic():
            shop.change(1, "taken back")
            see_gone("thing:1")
            assert connection.in_atomic_block
            assert shown() == "bread"

        assert shown() is None


class TestTime:
    """Time is an event: a moment named before becomes a touch when it has come."""

    def test_it_is_touched_once_and_not_before(self, db: None):
        now = timezone.now()
        Touch.objects.all().delete()
        keys.touch_at("closing", now - timedelta(seconds=1))
        keys.touch_at("closing", now - timedelta(seconds=1))
        keys.touch_at("later", now + timedelta(hours=1))

        assert clock.touch_what_is_due() == 1
        assert clock.touch_what_is_due() == 0
        assert list(Touch.objects.values_list("key", flat=True)) == ["closing"]
        assert ClockTouch.objects.get().key == "later"


class TestManifest:
    """At start every file is held against the table."""

    def test_what_is_as_told_stays(self, shop: Shop, shown):
        press(Shop.PATH)

        assert manifest.repair(thoroughly=True) == 0
        assert shown() == "bread"

    @pytest.mark.parametrize(
        "damage",
        [
            lambda store: store.put(Shop.PATH, html("of another pressing")),
            lambda store: store.put("/stray/", html("nobody knows it")),
            lambda store: (store.pages / "shop" / "head.json").write_text("{"),
            lambda store: (store.pages / "shop" / "head.json").unlink(),
            lambda store: (store.pages / "shop" / "index.html").write_bytes(b""),
            lambda store: PageKey.objects.all().delete() and PressedPage.objects.all().delete(),
        ],
    )
    def test_what_is_not_is_removed(self, shop: Shop, store: Store, damage):
        press(Shop.PATH)
        damage(store)

        assert manifest.repair(thoroughly=True) == 1

        assert [path for path in store.paths() if not store.is_whole(path)] == []
        recorded = set(PressedPage.objects.values_list("path", flat=True))
        assert set(store.paths()) == recorded

    def test_another_template_or_setting_makes_every_page_stale(self, shop: Shop, settings):
        assert manifest.touch_if_made_otherwise()
        press(Shop.PATH)
        assert not manifest.touch_if_made_otherwise()

        settings.MINBAR_DIGITS = "arab"

        assert manifest.touch_if_made_otherwise()
        assert stale_edition() == [Shop.PATH]


class TestBell:
    """Ringing wakes the press, never waits, and says whether anyone listens."""

    def test_nobody_listens(self, store: Store):
        assert not keys.ring()

    def test_it_wakes_the_press(self, store: Store):
        ear = Ear(store.root)
        assert not ear.wait(0)

        assert keys.ring()

        assert ear.wait(0)
        assert not ear.wait(0)
        ear.close()
        assert not keys.ring()

    def test_ten_thousand_rings_are_one(self, store: Store):
        ear = Ear(store.root)

        for _ in range(70_000):
            assert keys.ring()

        assert ear.wait(0)
        ear.close()


class TestRemoving:
    """Taking a page out leaves nothing of it."""

    def test_it_is_pressed_anew_for_the_next_reader(self, shop: Shop, shown):
        press(Shop.PATH)

        remove(Shop.PATH)
        assert shown() is None

        press(Shop.PATH)
        assert shown() == "bread"
