"""The desk in a browser: judged by keys alone, by several at once, and over a line that is cut."""

import json
import os
import random
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, Newspaper, Reader
from tests.browser.looks import SIDEWAYS, WIDTHS, assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]
DESK = "/newsroom/moderation/"
SEND = """
import time
from django.conf import settings
from minbar.discussion.models import Comment
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation.models import QueuedComment
from minbar.stories.models import Story
settings.MINBAR_RATE_LIMITS = False
Comment.objects.filter(status__in=["pending", "appealed"]).delete()
QueuedComment.objects.all().delete()
story = Story.objects.published().exclude(comments_mode="closed").first()
for number, (text, writer) in enumerate(TOLD):
    typed = {"name": f"قارئ {number}", "place": "", "email": f"{writer}@example.org", "text": text}
    print(submit(story, typed, origin=Origin(f"{START} {writer}", "b")).comment.pk)
"""
STANDING = """
import json
from minbar.discussion.models import Move
moves = Move.objects.filter(comment__in=TOLD).order_by("pk").select_related("reason")
print(json.dumps([
    [move.comment_id, move.kind, move.reason.code if move.reason else ""] for move in moves
]))
"""
MANY = int(os.environ.get("MINBAR_DESK_COMMENTS", "60"))
"""Two hundred before an issue is closed (``make desk``)."""
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def text_of(number: int) -> str:
    """Words like no other comment's, in this run or another test of it."""
    chosen = random.Random(f"{time.time_ns()} {number}")
    return " ".join("".join(chosen.choices(LETTERS, k=5)) for _ in range(6))


def run(newspaper: Newspaper, code: str, told: object = None) -> str:
    """Run some lines on the newspaper's data, and return what they printed."""
    lines = f"TOLD = {told!r}\nSTART = {time.time_ns()}\n{code}"
    return newspaper.command("shell", "--no-imports", "--command", lines)


@pytest.fixture
def send(newspaper: Newspaper) -> Callable[..., list[int]]:
    """Empty the queue and fill it with these texts, some of one writer; gives their numbers."""

    def send(texts: list[str], of_one: range = range(0)) -> list[int]:
        told = [
            (text, "one" if number in of_one else f"r{number}") for number, text in enumerate(texts)
        ]
        return [int(line) for line in run(newspaper, SEND, told).split()]

    return send


@pytest.fixture
def standing(newspaper: Newspaper) -> Callable[[list[int]], list[list[str]]]:
    """Every row of history of these comments, as the database has it."""
    return lambda numbers: json.loads(run(newspaper, STANDING, numbers))


def at_desk(reader: Reader, query: str = "") -> Page:
    page = reader.open(DESK + query)
    page.wait_for_selector(".desk-paper, .desk-nothing:not([hidden])")
    return page


def settled(page: Page) -> None:
    """Wait until nothing is on its way any more."""
    expect(page.locator(".desk")).to_have_attribute("data-waiting", "0", timeout=30_000)


class Typist:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.keystrokes = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keystrokes += 1

    def decide(self, *keys: str) -> None:
        """Press keys once the next comment stands there."""
        self.page.wait_for_selector(".desk-paper")
        self.press(*keys)


class TestByKeysAlone:
    """Comments without the mouse, at two keystrokes or so a decision."""

    def test_many_with_a_campaign_a_ban_and_two_undos(self, admin, send, standing, capsys):
        spam = "اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على الرقم 05501122{}"
        texts = [text_of(number) for number in range(MANY - 10)]
        texts[10:10] = [spam.format(number) for number in range(10, 20)]
        numbers = send(texts, of_one=range(30, 35))
        campaign, heap = numbers[10:20], numbers[31:35]
        page = at_desk(admin(viewport=DESKTOP))
        typist = Typist(page)
        expected: dict[int, list[tuple[str, str]]] = {}
        ways = {
            0: (("r", "1"), ("reject", "insult")),
            5: (("r", "9"), ("reject", "off-topic")),
            10: (("s",), ("reject", "advertising")),
            15: (("m", "5"), ("return", "personal")),
        }
        grouped = {*campaign, *heap}
        rows = [[number] for number in numbers if number not in grouped]
        rows[10:10] = [campaign]
        rows.insert(rows.index([numbers[30]]) + 1, heap)
        for place, group in enumerate(rows):
            row = page.locator(f'.desk-row--current[data-id="{group[0]}"]')
            expect(row).to_be_attached(timeout=20_000)
            keys, move = ways.get(place % 20, (("a",), ("approve", "")))
            if group is campaign or group is heap:
                expect(row.locator(".desk-row__alike")).to_have_text(f"× {len(group)}")
                keys, move = ("r", "8"), ("reject", "advertising")
            if group == [numbers[30]]:
                keys, move = ("b", "2", "3"), ("reject", "hatred")
            typist.decide(*keys)
            for number in group:
                expected[number] = [move]
            if place in {10, 18}:
                typist.press("u")
                expect(row).to_be_attached(timeout=20_000)
                typist.press("a")
                for number in group:
                    expected[number] += [("undo", ""), ("approve", "")]
        settled(page)

        history: dict[int, list[tuple[str, str]]] = {number: [] for number in numbers}
        for number, kind, reason in standing(numbers):
            if kind != "submit":
                history[number].append((kind, reason))
        # What was undone before it was sent leaves no trace: the server never heard of it.
        for number, moves in history.items():
            assert moves == expected[number] or moves == [expected[number][-1]]
        rate = typist.keystrokes / len(rows)
        with capsys.disabled():
            sys.stdout.write(f"\n{len(numbers)} comments, {rate:.2f} keystrokes a decision\n")
        assert rate <= 2.2

    def test_list_mode_publishes_all_but_those_taken_out(self, admin, send, standing):
        numbers = send([text_of(number) for number in range(12)])
        page = at_desk(admin(viewport=DESKTOP))

        page.keyboard.press("l")
        expect(page.locator(".desk-glance")).to_have_count(12)
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("a")
        settled(page)

        moved = [row[0] for row in standing(numbers) if row[1] == "approve"]
        assert moved == [numbers[0], *numbers[2:]]
        page.keyboard.press("u")
        settled(page)
        undone = [row[0] for row in standing(numbers) if row[1] == "undo"]
        assert undone == moved

    def test_a_note_for_a_senior(self, admin, send):
        send([text_of(1), text_of(2)])
        page = at_desk(admin(viewport=DESKTOP))

        page.keyboard.press("h")
        page.keyboard.type("أهذا صحيح؟ a r u")  # letters in a field decide nothing
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        settled(page)

        page.goto(f"{page.url}?place=held")
        expect(page.locator(".desk-appeal")).to_contain_text("أهذا صحيح؟ a r u")


PRESS = """([key, code, shift]) => document.body.dispatchEvent(new KeyboardEvent(
  "keydown", {key, code, shiftKey: shift, bubbles: true, cancelable: true}))"""
PLACES_OF_KEYS = {
    "qwerty": {"a": "KeyA", "m": "KeyM", "?": "Slash", "2": "Digit2"},
    "azerty": {"a": "KeyQ", "m": "Semicolon", "?": "KeyM", "2": "Digit2"},
}
WRITES = {
    ("qwerty", "Latin"): {"a": "a", "m": "m", "?": "?", "2": "2"},
    ("qwerty", "Arabic"): {"a": "ش", "m": "ة", "?": "؟", "2": "٢"},
    ("azerty", "Latin"): {"a": "a", "m": "m", "?": "?", "2": "é"},
    ("azerty", "Arabic"): {"a": "ض", "m": "ك", "?": "؟", "2": "2"},
}


class TestKeyboards:
    """The keys are found whatever layout is active, on both keyboards of the Maghreb."""

    @pytest.mark.parametrize(("keyboard", "layout"), WRITES)
    def test_letters_signs_and_digits(self, admin, send, standing, keyboard, layout):
        numbers = send([text_of(number) for number in range(3)])
        page = at_desk(admin(viewport=DESKTOP))

        def press(name: str) -> None:
            key, code = WRITES[keyboard, layout][name], PLACES_OF_KEYS[keyboard][name]
            page.evaluate(PRESS, [key, code, name == "?"])

        press("a")
        if layout == "Arabic":  # asked once: press the key with an A on it
            expect(page.locator("dialog[open]")).to_be_visible()
            press("a")
            expect(page.locator("dialog[open]")).to_have_count(0)
            press("a")
        press("m")
        press("2")
        press("?")
        expect(page.locator("dialog[open]")).to_be_visible()
        settled(page)

        rows = [row for row in standing(numbers) if row[1] != "submit"]
        assert rows == [[numbers[0], "approve", ""], [numbers[1], "return", "hatred"]]

    def test_a_key_can_be_another(self, admin, send, standing):
        numbers = send([text_of(1), text_of(2)])
        page = at_desk(admin(viewport=DESKTOP))

        page.keyboard.press("Shift+?")
        page.locator('button[data-of="approve"]').click()
        page.keyboard.press("z")
        page.keyboard.press("Shift+?")
        page.keyboard.press("z")
        settled(page)

        assert [row[0] for row in standing(numbers) if row[1] == "approve"] == [numbers[0]]

    def test_wagtails_own_keys_are_the_desks_here(self, admin, send):
        send([text_of(1)])
        page = at_desk(admin(viewport=DESKTOP))

        page.keyboard.press("/")
        expect(page.locator("[name=search]")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("Shift+?")
        expect(page.locator("dialog[open]")).to_have_count(1)
        assert page.url.endswith(DESK)


class TestFilters:
    """A choice is kept under a name, and stands among the places from then on."""

    def test_it_is_kept_and_forgotten(self, admin, send):
        send([text_of(1)])
        page = at_desk(admin(viewport=DESKTOP), "?language=arabic")

        page.fill("[name=name]", "العربية")
        page.keyboard.press("Enter")
        kept = page.locator('.desk-places a[aria-current="page"]')
        expect(kept).to_have_text("العربية")
        assert page.url.endswith("?language=arabic")
        page.locator(".desk-filters__saved button").click()
        expect(page.locator(".desk-places a", has_text="العربية")).to_have_count(0)


class TestTogether:
    """Two at once never have the same comment; what a closed browser held comes back."""

    @pytest.fixture
    def colleague(self, newspaper: Newspaper, make_reader: Callable[..., Reader]) -> Reader:
        code = (
            "from django.contrib.auth.models import Group, User\n"
            "user, made = User.objects.get_or_create(username='karim')\n"
            f"user.set_password({PASSWORD!r}); user.save()\n"
            "user.groups.add(Group.objects.get(name='مشرفو التعليقات'))\n"
        )
        run(newspaper, code)
        reader = make_reader(viewport=DESKTOP)
        reader.open("/newsroom/login/")
        reader.page.fill("[name=username]", "karim")
        reader.page.fill("[name=password]", PASSWORD)
        reader.page.click("[type=submit]")
        reader.page.wait_for_url("**/newsroom/")
        return reader

    def test_each_has_others(self, admin, colleague, send, standing):
        numbers = send([text_of(number) for number in range(24)])
        first, second = at_desk(admin(viewport=DESKTOP)), at_desk(colleague)
        seen: dict[Page, list[int]] = {first: [], second: []}

        while len(seen[first]) + len(seen[second]) < len(numbers):
            for page in (first, second):
                row = page.locator(".desk-row--current")
                if row.count():  # the last ones may all be the colleague's
                    seen[page].append(int(row.get_attribute("data-id") or 0))
                    page.keyboard.press("a")
            first.wait_for_timeout(100)
        settled(first)
        settled(second)

        assert len(seen[first]) > 5
        assert len(seen[second]) > 5
        assert not set(seen[first]) & set(seen[second])
        assert sorted(seen[first] + seen[second]) == numbers
        approved = [row[0] for row in standing(numbers) if row[1] == "approve"]
        assert sorted(approved) == numbers
        assert first.locator(".desk-setbacks__line").count() == 0

    def test_what_a_killed_browser_held_comes_back(self, admin, colleague, send, newspaper):
        numbers = send([text_of(number) for number in range(3)])
        killed = at_desk(admin(viewport=DESKTOP))
        expect(killed.locator(".desk-row--current")).to_have_count(1)
        killed.evaluate("navigator.sendBeacon = () => false")  # as a browser that is killed
        killed.close()
        page = at_desk(colleague)
        expect(page.locator(".desk-row--read")).to_have_count(3)

        code = (
            "from minbar.moderation.models import QueuedComment\n"
            "from django.utils import timezone\n"
            "QueuedComment.objects.update(leased_until=timezone.now())\n"
        )
        run(newspaper, code)  # two minutes later

        expect(page.locator(f'.desk-row--current[data-id="{numbers[0]}"]')).to_be_attached(
            timeout=60_000
        )


class TestACutLine:
    """Decisions made while the line is cut are kept, said, and sent in their order."""

    def test_fifty_decisions(self, admin, send, standing):
        numbers = send([text_of(number) for number in range(50)])
        reader = admin(viewport=DESKTOP)
        page = at_desk(reader)

        for place, number in enumerate(numbers):
            if place == 20:
                page.wait_for_timeout(1000)
            expect(page.locator(f'.desk-row--current[data-id="{number}"]')).to_be_attached(
                timeout=20_000
            )
            if place in {22, 36}:
                settled(page)  # the line is cut with a few comments in stock, as it mostly is
                page.context.set_offline(True)
            page.keyboard.press("a" if place % 2 else "s")
            if place in {26, 40}:
                expect(page.locator(".desk-state")).to_be_visible(timeout=10_000)
                page.context.set_offline(False)
        settled(page)

        decided = [row for row in standing(numbers) if row[1] != "submit"]
        assert [row[0] for row in decided] == numbers
        assert [row[1] for row in decided] == ["reject", "approve"] * 25
        reader.complaints.clear()  # the browser itself reports the cut line

    def test_what_was_not_sent_is_sent_by_the_next_page(self, admin, send, standing):
        numbers = send([text_of(number) for number in range(3)])
        reader = admin(viewport=DESKTOP)
        page = at_desk(reader)
        page.context.set_offline(True)
        page.keyboard.press("a")
        page.wait_for_timeout(200)
        page.context.set_offline(False)

        page.reload()
        page.wait_for_selector(".desk-paper")
        settled(page)

        assert [row[0] for row in standing(numbers) if row[1] == "approve"] == [numbers[0]]
        reader.complaints.clear()


class TestHowItLooks:
    """On a phone and a desk, in Arabic and English, by day and by night."""

    TEXTS = (
        "والـكـلـمـة الذي كتب هذا لا يعرف القرية أصلا، تعالوا وانظروا بأعينكم.",
        "Pourquoi ne pas parler du barrage de Dahmouni dans cet article ? La situation est grave.",
        "3lach ma hderch 3la lma f had l7ouma? Rana nestannaw men chhar",
        *[f"اربح معنا آلاف الدنانير من بيتك بدون رأس مال، اتصل بنا على 0550{n}" for n in range(14)],
        "قال الشاعر: وإذا كانت النفوس كبارا ** تعبت في مرادها الأجسام\nوهذا حالنا مع هذا الطريق",
    )

    @pytest.mark.parametrize("width", WIDTHS)
    def test_in_arabic(self, admin, send, width: str):
        send(list(self.TEXTS))
        moderator = admin(viewport=WIDTHS[width])

        page = at_desk(moderator)
        page.keyboard.press("a")
        settled(page)

        assert page.get_attribute("html", "dir") == "rtl"
        assert_holds(moderator, f"desk-{width}")
        assert "@example.org" not in page.content()
        page.locator(".desk-do--refuse").click()
        moderator.photograph(f"desk-refusing-{width}")
        assert page.evaluate(SIDEWAYS) == 0

    def test_thumbs_do_on_a_phone(self, admin, send, standing):
        numbers = send([text_of(1), text_of(2), text_of(3)])
        page = at_desk(admin(viewport=PHONE, has_touch=True))

        page.locator(".desk-do--approve").tap()
        page.locator(".desk-do--refuse").tap()
        page.locator('[data-number="9"]').tap()
        settled(page)

        rows = [row for row in standing(numbers) if row[1] != "submit"]
        assert rows == [[numbers[0], "approve", ""], [numbers[1], "reject", "off-topic"]]
