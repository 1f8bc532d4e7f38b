"""Whatever happens while a page is pressed, no reader finds what was taken back.

Real pressings in a thread of their own are halted before and after each of their steps, and there
somebody changes what the page shows, or takes it back. The same is done with the protocol made
simpler in each way that one might think of: every one of those must be caught, or this proves
nothing.
"""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from minbar.press import pressing, removal
from minbar.press.models import PageKey, PressedPage
from minbar.press.moments import Moment

STEPS = ["note", "render", "add_keys", "look", "put", "settle"]
MOMENTS = [f"{when} {step}" for step in STEPS for when in ("before", "after")]


def change_what_is_shown(shop) -> list[str]:
    shop.change(1, "taken back")
    return ["thing:1"]


def choose_another(shop) -> list[str]:
    shop.choose(2)
    return ["window"]


def choose_and_change_it(shop) -> list[str]:
    shop.choose(2)
    shop.change(2, "changed at once")
    return ["window", "thing:2"]


ACTIONS = [change_what_is_shown, choose_another, choose_and_change_it]


class Halt:
    """Halts the pressing thread once, at one of its moments, while an action is under way."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.reached, self.go_on = threading.Event(), threading.Event()

    def at(self, moment: str) -> None:
        if moment == self.moment and not self.reached.is_set():
            self.reached.set()
            assert self.go_on.wait(10)


@contextmanager
def halting(halt: Halt, shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def around(name: str, call: Callable) -> Callable:
        def halted(*args, **options):
            is_presser = threading.current_thread().name == "presser"
            if is_presser:
                halt.at(f"before {name}")
            result = call(*args, **options)
            if is_presser:
                halt.at(f"after {name}")
            return result

        return halted

    with monkeypatch.context() as patch:
        patch.setattr(Moment, "now", around("note", Moment.now))
        patch.setattr(pressing, "render", around("render", pressing.render))
        patch.setattr(pressing, "_add_keys", around("add_keys", pressing._add_keys))
        patch.setattr(pressing, "_touched_since", around("look", pressing._touched_since))
        patch.setattr(pressing.Store, "put", around("put", pressing.Store.put))
        patch.setattr(pressing, "_settle", around("settle", pressing._settle))
        yield


def in_a_thread(name: str, call: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            call()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name=name)
    thread.start()
    return thread


def faults(shop, shown, drain, monkeypatch) -> Iterator[str]:
    """Run every action at every moment; yield those after which a page is not as it should be."""
    for moment, action in itertools.product(MOMENTS, ACTIONS):
        for is_new, takes_back in itertools.product((True, False), repeat=2):
            tried = f"{action.__name__} {moment}, {is_new=}, {takes_back=}"
            started_at(shop, is_new=is_new)
            act_during_a_pressing(shop, Halt(moment), action, takes_back, monkeypatch)
            if takes_back and shown() not in {None, shop.should_show}:
                yield f"{tried}: what was taken back is shown"
            drain()
            if shown() not in {None, shop.should_show}:
                yield f"{tried}: stale for good"
            pressing.press(shop.PATH)
            shop.change(shop.chosen, "later")
            drain()
            if shown() != "later":
                yield f"{tried}: deaf to what comes later"


def act_during_a_pressing(shop, halt: Halt, action, takes_back: bool, monkeypatch) -> None:
    with halting(halt, shop, monkeypatch):
        presser = in_a_thread("presser", lambda: pressing.press(shop.PATH))
        while presser.is_alive() and not halt.reached.wait(0.002):
            pass
        names = action(shop)
        editor = in_a_thread("editor", lambda: removal.see_gone(*names) if takes_back else None)
        editor.join(0.02)  # it may wait for the pressing that is halted
        halt.go_on.set()
        presser.join()
        editor.join()


def started_at(shop, *, is_new: bool) -> None:
    pressing.remove(shop.PATH)
    shop.change(1, "bread")
    shop.change(2, "salt")
    shop.choose(1)
    if not is_new:
        pressing.press(shop.PATH)
        shop.change(1, "bread, cut")


pytestmark = pytest.mark.django_db(transaction=True)


def test_the_protocol_holds(shop, shown, drain, monkeypatch):
    assert list(faults(shop, shown, drain, monkeypatch)) == []


def without_looking(monkeypatch) -> None:
    monkeypatch.setattr(pressing, "_touched_since", lambda *_: False)


def looking_before_the_keys_are_there(monkeypatch) -> None:
    """The look comes first, the keys are written when the files lie there already."""
    add, settle = pressing._add_keys, pressing._settle
    missing: dict[str, set[str]] = {}

    def later(path, names) -> PressedPage:
        missing[path] = set(names)
        return add(path, ())

    def settle_and_add(page, note, rendering) -> bool:
        settled = settle(page, note, rendering)
        add(page.path, missing.pop(page.path, set()))
        return settled

    monkeypatch.setattr(pressing, "_add_keys", later)
    monkeypatch.setattr(pressing, "_settle", settle_and_add)


def noting_when_all_is_done(monkeypatch) -> None:
    """The page is marked as having seen whatever was touched until it was stored."""
    settle = pressing._settle
    monkeypatch.setattr(
        pressing, "_settle", lambda page, _note, rendering: settle(page, Moment.now(), rendering)
    )


def replacing_the_keys_at_once(monkeypatch) -> None:
    """New keys stand in place of the old ones, and not beside them, until the page is stored."""
    add = pressing._add_keys

    def replace(path, names) -> PressedPage:
        PageKey.objects.filter(page__path=path).delete()
        return add(path, names)

    monkeypatch.setattr(pressing, "_add_keys", replace)


def removing_without_the_lock(monkeypatch) -> None:
    """What is taken back is removed while a pressing is about to put it there again."""
    monkeypatch.setattr(removal, "_remove_behind_its_pressing", pressing.remove)
    # The row that was removed would tell the pressing so; without the lock nothing else does.
    settle = pressing._settle
    monkeypatch.setattr(
        pressing, "_settle", lambda page, note, rendering: settle(page, note, rendering) or True
    )


@pytest.mark.parametrize(
    "simpler",
    [
        without_looking,
        looking_before_the_keys_are_there,
        noting_when_all_is_done,
        replacing_the_keys_at_once,
        removing_without_the_lock,
    ],
)
def test_a_simpler_one_does_not(simpler, shop, shown, drain, monkeypatch):
    simpler(monkeypatch)

    assert next(faults(shop, shown, drain, monkeypatch), None)
