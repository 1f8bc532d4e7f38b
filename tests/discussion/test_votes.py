"""A reader agrees or does not, once, with no cookie; what pages show follows."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from minbar.discussion import comment_views, moves
from minbar.discussion.models import Comment, MoveKind, Vote
from minbar.discussion.votes import NOT_YET_SHOWN, NotPublished, Votes, show_votes, vote
from minbar.press.models import Touch

ADDRESS = "203.0.113.7"


@pytest.fixture
def published(held) -> Comment:
    moves.move(held, MoveKind.APPROVE)
    return held


@pytest.fixture
def press_button(published):
    """Send what a button sends, from an address and a browser."""

    def press(agrees: str = "1", *, address: str = ADDRESS, browser: str = "Firefox", **headers):
        return Client().post(
            f"/comments/{published.pk}/votes/",
            urlencode({"agrees": agrees}),
            content_type="application/x-www-form-urlencoded",
            REMOTE_ADDR=address,
            headers={"User-Agent": browser} | headers,
        )

    return press


def counted(comment: Comment) -> tuple[int, int]:
    return Comment.objects.values_list("agreed", "disagreed").get(pk=comment.pk)


class TestVoting:
    """One vote a reader; the other button changes it, nothing said takes it back."""

    @pytest.mark.parametrize(
        ("said", "figures"),
        [
            ([True], (1, 0)),
            ([False], (0, 1)),
            ([True, True], (1, 0)),
            ([True, False], (0, 1)),
            ([False, True, False], (0, 1)),
            ([True, None], (0, 0)),
            ([None], (0, 0)),
            ([False, None, True], (1, 0)),
        ],
    )
    def test_what_is_counted_is_what_was_said_last(self, published, said, figures):
        for agrees in said:
            told = vote(published.pk, "reader", agrees)

        assert told == Votes(*figures, said[-1])
        assert counted(published) == figures
        assert Vote.objects.count() == sum(figures)

    def test_each_reader_counts(self, published):
        for number in range(3):
            vote(published.pk, f"reader {number}", agrees=number > 0)

        assert counted(published) == (2, 1)

    @pytest.mark.parametrize("kind", [None, MoveKind.WITHDRAW, MoveKind.STRIKE])
    def test_what_readers_do_not_see_they_do_not_judge(self, held, kind):
        if kind:
            moves.move(held, MoveKind.APPROVE)
            moves.move(held, kind)

        with pytest.raises(NotPublished):
            vote(held.pk, "reader", agrees=True)

        assert not Vote.objects.exists()

    def test_what_a_vote_keeps_tells_neither_address_nor_browser_nor_another_vote(
        self, press_button, published, story, typed
    ):
        press_button()

        kept = Vote.objects.get()
        assert len(kept.voter) == 64
        assert ADDRESS not in kept.voter
        assert kept.voter not in {published.origin, published.browser}


class TestOverHttp:
    """A button of a form; with a script the exact figures come back."""

    def test_without_script_it_leads_back_to_the_comment(self, press_button, published):
        answer = press_button()

        assert (answer.status_code, answer["Location"]) == (303, f"/comments/{published.pk}/")
        assert not answer.cookies

    def test_with_script_the_figures_come_back(self, press_button):
        press_button(address="203.0.113.8")

        answer = press_button(Accept="application/json")

        assert answer.json() == {
            "agreed": 2,
            "disagreed": 0,
            "agrees": True,
            "written": {"1": "2", "0": "0"},
        }
        assert answer["Cache-Control"] == "no-store"

    def test_the_same_reader_again_is_the_same_reader(self, press_button, published):
        press_button()
        press_button()

        assert counted(published) == (1, 0)

    def test_a_neighbour_with_another_browser_is_another(self, press_button, published):
        press_button()
        press_button(browser="Chrome")

        assert counted(published) == (2, 0)

    def test_a_telephone_that_changes_within_its_own_network_is_one(self, press_button, published):
        press_button(address="2001:db8:1:2::1")
        press_button(address="2001:db8:1:2::ffff")

        assert counted(published) == (1, 0)

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 303),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Origin": "https://elsewhere.example"}, 403),
            ({}, 303),
        ],
    )
    def test_another_site_does_not_vote_for_its_visitors(self, press_button, headers, status):
        assert press_button(**headers).status_code == status

    @pytest.mark.parametrize("agrees", ["2", "yes", "١", "x" * 100])
    def test_what_is_no_answer_is_not_counted(self, press_button, published, agrees):
        assert press_button(agrees).status_code == 422
        assert counted(published) == (0, 0)

    def test_a_body_beyond_a_vote_is_not_read(self, press_button):
        assert press_button("x" * 70_000).status_code == 413

    def test_an_address_that_votes_without_end_is_told_to_wait(
        self, press_button, published, monkeypatch
    ):
        monkeypatch.setattr(comment_views._votes, "most", 2)
        for browser in ("Firefox", "Chrome"):
            press_button(browser=browser)

        answer = press_button(browser="Safari")

        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert counted(published) == (2, 0)
        assert press_button(address="198.51.100.9").status_code == 303

    def test_a_load_test_may_vote_without_end(self, press_button, monkeypatch, settings):
        monkeypatch.setattr(comment_views._votes, "most", 0)
        settings.MINBAR_RATE_LIMITS = False

        assert press_button().status_code == 303

    def test_a_get_changes_nothing(self, client, published):
        assert client.get(f"/comments/{published.pk}/votes/").status_code == 405

    def test_no_comment_no_vote(self, client, published):
        moves.move(published, MoveKind.WITHDRAW)

        for number in (published.pk, 10**12):
            answer = client.post(
                f"/comments/{number}/votes/",
                "agrees=1",
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code == 404


class TestWhatPagesShow:
    """The schedule brings pages up to date, the largest change first, so many a minute."""

    def test_a_vote_touches_no_page(self, published):
        Touch.objects.all().delete()

        vote(published.pk, "reader", agrees=True)

        assert not Touch.objects.exists()

    def test_the_schedule_touches_the_page_once(self, published, story):
        vote(published.pk, "reader", agrees=True)
        Touch.objects.all().delete()

        assert (show_votes(), show_votes()) == (1, 0)

        published.refresh_from_db()
        assert (published.pressed_agreed, published.pressed_disagreed) == (1, 0)
        assert f"discussion:{story.pk}:page:1" in set(Touch.objects.values_list("key", flat=True))

    def test_the_largest_change_comes_first(self, published, story):
        for number in range(3):
            other = Comment(
                story=story, name="ع", text=f"{number}", submitted_at=published.moved_at
            )
            moves.enter(other, "approved")
            for reader in range(number):
                vote(other.pk, f"{reader}", agrees=False)

        show_votes(most=1)

        assert list(Comment.objects.filter(pressed_disagreed=2)) == [other]
        assert not Comment.objects.filter(pressed_disagreed=1).exists()

    @pytest.mark.only_on_sqlite("PostgreSQL chooses by its statistics")
    def test_what_waits_is_found_by_its_index(self, published):
        plan = Comment.objects.filter(NOT_YET_SHOWN).explain()

        assert "votes_not_yet_shown" in plan
