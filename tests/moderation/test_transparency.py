"""What readers are told of how comments were judged, month by month, without naming anybody."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from minbar.discussion import moves
from minbar.discussion.models import Comment, Status
from minbar.discussion.policy import amend
from minbar.moderation import transparency
from minbar.moderation.models import ClosedMonth, DeskDay
from minbar.moderation.templatetags.transparency import rule_text
from minbar.moderation.transparency import by_reason, count_and_close, report_of
from minbar.moderation.transparency_pages import SCHEMA
from minbar.press.models import PageKey, Touch
from minbar.press.pressing import press

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 10, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def reader() -> Client:
    """A browser."""
    return Client()


@pytest.fixture
def at(monkeypatch):
    """Let it be a moment, and the schedule come by."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        count_and_close()

    return set_clock


@pytest.fixture
def a_month(moved, insult, off_topic, colleague, at):
    """November: seven insults and two that were off the subject refused, one of them appealed."""
    for _ in range(6):
        moved(NOVEMBER, ("reject", 4, insult))
    for _ in range(5):
        moved(NOVEMBER, ("reject", 4, off_topic))
    moved(NOVEMBER, ("reject", 4, insult), ("appeal", 30), ("approve", 50, colleague))
    for _ in range(3):
        moved(NOVEMBER, ("approve", 2))
    at(DECEMBER)


def problems(told: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """What of JSON Schema the format uses, checked plainly."""
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    found = []
    if wanted and type(told) not in [kinds[kind] for kind in wanted]:
        return [f"{where}: {told!r} is no {wanted}"]
    if "const" in schema and told != schema["const"]:
        found.append(f"{where}: {told!r} is not {schema['const']}")
    if "pattern" in schema and not re.fullmatch(schema["pattern"], told):
        found.append(f"{where}: {told!r} is not {schema['pattern']}")
    if "minimum" in schema and told is not None and told < schema["minimum"]:
        found.append(f"{where}: {told} is under {schema['minimum']}")
    if isinstance(told, dict):
        found += [f"{where}: {name} is missing" for name in schema["required"] if name not in told]
        for name, value in told.items():
            known = schema["properties"].get(name)
            found += (
                problems(value, known, f"{where}/{name}") if known else [f"{where}: what is {name}"]
            )
    if isinstance(told, list):
        for value in told:
            found += problems(value, schema["items"], f"{where}[]")
    return found


class TestAReport:
    """Counts by reason, automatic or human, notices, complaints, and how long it took."""

    def test_what_was_refused_and_by_what_rule(self, a_month):
        measures = report_of("2026-11")["measures"]

        assert (measures["total"], measures["refused_before_publication"]) == (12, 12)
        assert measures["not_automated_decisions"] == 12
        assert measures["own_initiative_detected_by_people"] == 12
        assert [(row["code"], row["count"]) for row in measures["by_reason"]] == [
            ("insult", 7),
            ("off-topic", 5),
        ]

    def test_what_became_of_appeals(self, a_month):
        complaints = report_of("2026-11")["complaints"]

        assert complaints["received"] == complaints["decided"] == 1
        assert complaints["decisions_reversed"] == complaints["of_human_decisions_reversed"] == 1
        assert complaints["median_minutes_to_decide"] is None  # one says nothing, or too much

    def test_how_long_it_took(self, a_month):
        assert report_of("2026-11")["comments"]["median_minutes_to_decide"] in {4, 5}

    def test_what_a_rule_refused_is_an_automated_decision(self, story, insult, at):
        comment = Comment(story=story, name="ن", text="ن", submitted_at=NOVEMBER, receipt_digest=1)
        moves.enter(comment, Status.REJECTED, reason=insult)
        at(DECEMBER)

        measures = report_of("2026-11")["measures"]

        assert measures["fully_automated_decisions"] == 1
        assert measures["own_initiative_detected_by_automated_means"] == 1
        assert measures["not_automated_decisions"] == 0

    def test_it_keeps_the_published_schema(self, a_month, reader):
        schema = json.loads(SCHEMA.read_text())

        told = json.loads(reader.get("/transparency/2026-11.json").content)

        assert problems(told, schema) == []
        assert json.loads(reader.get("/transparency/schema.json").content) == schema

    def test_it_names_nobody(self, a_month, reader, moderator, colleague):
        for path in ("/transparency/", "/transparency/2026-11.json", "/transparency/months.json"):
            told = reader.get(path).content.decode()
            for name in ("عادل", moderator.username, colleague.username):
                assert name not in told


class TestSmallNumbers:
    """Fewer than five under one rule are told with others, and cannot be reckoned from the rest."""

    def test_rules_with_few_stand_together(self):
        rows = by_reason({"insult": 9, "obscene": 3, "personal": 4})

        assert [(row["code"], row["count"]) for row in rows] == [("insult", 9), ("other", 7)]

    def test_a_few_that_stand_together_take_the_smallest_along(self):
        rows = by_reason({"insult": 9, "obscene": 6, "personal": 2})

        assert [(row["code"], row["count"]) for row in rows] == [("insult", 9), ("other", 8)]

    def test_where_all_are_few_nothing_is_told(self):
        assert by_reason({"insult": 4, "personal": 2}) is None
        assert by_reason({"insult": 5, "personal": 2}) is None
        assert by_reason({}) is None

    def test_while_a_month_runs_no_rule_is_told(self, moved, insult, at):
        for _ in range(9):
            moved(NOVEMBER, ("reject", 4, insult))
        at(NOVEMBER + timedelta(days=2))

        report = report_of("2026-11")

        assert not report["closed"]
        assert report["measures"]["total"] == 9
        assert report["measures"]["by_reason"] is None


class TestAMonthThatIsOver:
    """Its report changes no more, whatever comes after."""

    def test_a_later_appeal_stands_in_its_own_month(self, a_month, moved, insult, at):
        before = report_of("2026-11")
        held = moved(DECEMBER - timedelta(days=3), ("reject", 4, insult))
        moves.move(held, moves.MoveKind.APPEAL, at=DECEMBER + timedelta(hours=1))
        at(DECEMBER + timedelta(days=2))

        assert report_of("2026-11") == before
        assert report_of("2026-12")["complaints"]["received"] == 1

    def test_another_wording_of_a_rule_changes_nothing(self, a_month, insult):
        before = report_of("2026-11")
        insult.text_ar = "صياغة أخرى"
        amend(insult, by=None)

        assert report_of("2026-11") == before

    def test_deleted_comments_stay_counted(self, a_month):
        before = report_of("2026-11")
        Comment.objects.all().delete()
        DeskDay.objects.all().delete()

        assert report_of("2026-11") == before
        assert transparency.months() == ["2026-11"]

    def test_it_is_closed_once_every_day_is_counted(self, moved, at, monkeypatch):
        from minbar.moderation import statistics

        moved(NOVEMBER, ("approve", 1))
        monkeypatch.setattr(statistics, "DAYS_AT_ONCE", 5)

        at(DECEMBER)
        assert not ClosedMonth.objects.exists()

        for _ in range(4):
            at(DECEMBER)
        assert ClosedMonth.objects.get().month == "2026-11"


class TestThePages:
    """Pressed, and pressed again once a day at most."""

    def test_the_page_says_it_in_words(self, a_month, reader, off_topic):
        page = reader.get("/transparency/").content.decode()

        assert off_topic.text_ar in page
        assert "/transparency/2026-11.json" in page

    @pytest.mark.parametrize(
        ("language", "said"), [("ar", "سبّ"), ("en", "Insult"), ("fr", "Insulte")]
    )
    def test_a_rule_is_told_in_the_readers_language(self, language, said):
        told = {"ar": "سبّ", "en": "Insult", "fr": "Insulte"}

        with translation.override(language):
            assert rule_text(told) == said

    def test_a_rule_of_a_month_before_there_was_french_is_told_in_arabic(self):
        with translation.override("fr"):
            assert rule_text({"ar": "سبّ", "en": "Insult"}) == "سبّ"

    def test_a_new_newspaper_says_that_nothing_is_counted(self, reader, front):
        assert reader.get("/transparency/").status_code == 200
        assert json.loads(reader.get("/transparency/months.json").content)["months"] == []

    @pytest.mark.parametrize("month", ["2026-10", "2026-13", "nothing", "2026-1", "0000-01"])
    def test_a_month_without_a_report_is_not_there(self, a_month, reader, month):
        assert reader.get(f"/transparency/{month}.json").status_code == 404

    def test_policy_and_every_foot_lead_there(self, reader, story):
        for path in ("/", "/policy/", story.url):
            assert 'href="/transparency/"' in reader.get(path).content.decode()

    def test_a_day_that_is_over_touches_them_and_a_decision_does_not(self, moved, at, front):
        moved(NOVEMBER, ("approve", 1))
        at(NOVEMBER + timedelta(days=1))
        press("/transparency/")
        press("/transparency/2026-11.json")
        pages = PageKey.objects.filter(key="transparency:2026-11")
        assert set(pages.values_list("page__path", flat=True)) == {
            "/transparency/",
            "/transparency/2026-11.json",
        }
        Touch.objects.all().delete()

        moved(NOVEMBER + timedelta(days=1), ("approve", 1))
        at(NOVEMBER + timedelta(days=1, hours=5))
        assert not Touch.objects.filter(key__startswith="transparency").exists()

        at(NOVEMBER + timedelta(days=2))
        assert Touch.objects.filter(key="transparency:2026-11").count() == 1

    def test_every_month_is_a_public_page(self, a_month):
        from minbar.paper.public_paths import public_paths

        assert "/transparency/2026-11.json" in set(public_paths())
