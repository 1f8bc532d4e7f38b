"""A press whose pages are simple enough to say what should stand on them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from minbar.press import keys, pressing
from minbar.press.draining import Drain
from minbar.press.rendering import Rendering
from minbar.press.store import Answer, Store
from minbar.stories.models import Desk

HTML = (("Content-Type", "text/html; charset=utf-8"),)


def html(text: str, *, status: int = 200) -> Answer:
    return Answer(status, HTML, text.encode())


@pytest.fixture
def store(press_room: Path) -> Store:
    store = Store(press_room)
    store.prepare()
    return store


@pytest.fixture
def drain() -> Callable[[], None]:
    """Press whatever is stale, as the press's own process does."""

    def drain() -> None:
        left = Drain()
        left.look()
        while not left.is_empty:
            left.press_next()
            if left.is_empty:
                left.look()

    return drain


class Shop:
    """A page that shows one of two things; which of them, and what they say, are rows."""

    PATH = "/shop/"

    def __init__(self) -> None:
        Desk.objects.create(pk=1, name="bread")
        Desk.objects.create(pk=2, name="salt")
        Desk.objects.create(pk=3, name="1")

    @property
    def chosen(self) -> int:
        return int(Desk.objects.get(pk=3).name)

    @property
    def should_show(self) -> str:
        return Desk.objects.get(pk=self.chosen).name

    def render(self, path: str) -> Rendering:
        chosen = Desk.objects.get(pk=3).name
        said = Desk.objects.get(pk=int(chosen)).name
        return Rendering(html(said), frozenset({"window", f"thing:{chosen}"}))

    def change(self, number: int, name: str) -> None:
        Desk.objects.filter(pk=number).update(name=name)
        keys.touch(f"thing:{number}")

    def choose(self, number: int) -> None:
        Desk.objects.filter(pk=3).update(name=str(number))
        keys.touch("window")


@pytest.fixture
def shop(db: None, monkeypatch: pytest.MonkeyPatch, store: Store) -> Shop:
    shop = Shop()
    monkeypatch.setattr(pressing, "render", shop.render)
    return shop


@pytest.fixture
def shown(store: Store) -> Callable[[str], str | None]:
    """What a reader finds in the store."""

    def shown(path: str = Shop.PATH) -> str | None:
        answer = store.read(path)
        return None if answer is None else answer.body.decode()

    return shown
