"""A reader answers a published comment, or reports it: plain pages that no store keeps."""

from urllib.parse import urlencode

import pytest

from minbar.discussion import comment_views, moves
from minbar.discussion.models import Comment, MoveKind, PolicyRule, Report
from minbar.discussion.reporting import open_reports, reported, settle
from minbar.stories.models import CommentsMode

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def published(held) -> Comment:
    moves.move(held, MoveKind.APPROVE)
    return held


@pytest.fixture
def send_report(client, published):
    def send(browser: str = "Firefox", **fields: str):
        return client.post(
            f"/comments/{published.pk}/report/",
            urlencode(fields),
            content_type=FORM,
            headers={"User-Agent": browser},
        )

    return send


class TestReplying:
    """The comment and the form on a page of its own; what is sent stands in the same thread."""

    def test_the_page_shows_the_comment_and_a_form_that_names_it(self, client, published):
        answer = client.get(f"/comments/{published.pk}/reply/")

        page = answer.content.decode()
        assert answer.status_code == 200
        assert published.text in page
        assert f'name="parent" value="{published.pk}"' in page
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"

    def test_the_story_leads_there(self, client, published, story):
        assert f'href="/comments/{published.pk}/reply/"' in client.get(story.url).content.decode()

    def test_a_reply_is_held_and_knows_what_it_answers(self, send, form, published):
        answer = send(form | {"text": "أجيب", "parent": str(published.pk)})

        reply = Comment.objects.get(text="أجيب")
        assert answer.status_code == 303
        assert (reply.parent, reply.thread) == (published, published)

    def test_a_reply_to_a_reply_stands_in_the_same_thread(self, send, form, published):
        send(form | {"text": "أجيب", "parent": str(published.pk)})
        reply = Comment.objects.get(text="أجيب")
        moves.move(reply, MoveKind.APPROVE)

        send(form | {"text": "أجيب عنه", "parent": str(reply.pk)})

        deeper = Comment.objects.get(text="أجيب عنه")
        assert (deeper.parent, deeper.thread) == (reply, published)

    def test_a_form_that_comes_back_shows_what_it_answers(self, send, form, published):
        answer = send(form | {"text": "أجيب", "email": "noura", "parent": str(published.pk)})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert published.text in page
        assert f'name="parent" value="{published.pk}"' in page

    @pytest.mark.parametrize("parent", ["0", "x", "-1", "9" * 30, "١"])
    def test_what_is_no_comment_gives_the_form_back(self, send, form, published, parent):
        answer = send(form | {"text": "أجيب", "parent": parent})

        assert answer.status_code == 422
        assert "أجيب" in answer.content.decode()
        assert not Comment.objects.filter(text="أجيب").exists()

    def test_a_comment_of_another_story_is_none_of_this(self, send, form, published, make_story):
        elsewhere = Comment(
            story=make_story("خبر آخر"), name="ع", text="هناك", submitted_at=published.moved_at
        )
        moves.enter(elsewhere, "approved")

        assert send(form | {"parent": str(elsewhere.pk)}).status_code == 422

    def test_one_that_is_not_published_is_not_answered(self, client, send, form, held):
        assert client.get(f"/comments/{held.pk}/reply/").status_code == 404
        assert send(form | {"text": "أجيب", "parent": str(held.pk)}).status_code == 422

    def test_where_comments_are_closed_the_page_says_so(self, client, published, story):
        story.comments_mode = CommentsMode.CLOSED
        story.save()

        page = client.get(f"/comments/{published.pk}/reply/").content.decode()

        assert published.text in page
        assert 'id="comment-form"' not in page


class TestReporting:
    """A rule and, if one wishes, a message; once for each reader."""

    def test_the_form_names_every_rule(self, client, published):
        answer = client.get(f"/comments/{published.pk}/report/")

        page = answer.content.decode()
        assert all(rule.text in page for rule in PolicyRule.objects.all())
        assert answer["Cache-Control"] == "no-store"

    def test_a_report_is_kept_and_thanked_for(self, client, send_report, published):
        answer = send_report(rule="insult", message="كلام جارح")

        kept = Report.objects.get()
        assert answer.status_code == 303
        assert client.get(answer["Location"]).status_code == 200
        assert (kept.comment, kept.rule.code, kept.message) == (published, "insult", "كلام جارح")
        assert len(kept.reporter) == 64

    def test_the_same_reader_reports_once(self, send_report):
        send_report(rule="insult")

        assert send_report(rule="hatred").status_code == 303
        assert Report.objects.get().rule.code == "insult"

    @pytest.mark.parametrize("fields", [{}, {"rule": "no-such"}])
    def test_without_a_rule_the_form_says_what_to_mend(self, send_report, fields):
        answer = send_report(**fields, message="لماذا <b>")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "لماذا &lt;b&gt;" in page
        assert not Report.objects.exists()

    @pytest.mark.parametrize(("length", "status"), [(1000, 303), (1001, 422)])
    def test_a_message_has_its_limit(self, send_report, length, status):
        assert send_report(rule="insult", message="م" * length).status_code == status

    def test_an_address_that_reports_without_end_keeps_what_it_wrote(
        self, send_report, monkeypatch
    ):
        monkeypatch.setattr(comment_views._reports, "most", 1)
        send_report(rule="insult")

        answer = send_report("Chrome", rule="insult", message="كلام جارح")

        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert "كلام جارح" in answer.content.decode()
        assert Report.objects.count() == 1

    def test_nothing_that_is_not_published_is_reported(self, client, held):
        assert client.get(f"/comments/{held.pk}/report/").status_code == 404

    def test_another_site_reports_nothing(self, client, published):
        answer = client.post(
            f"/comments/{published.pk}/report/",
            "rule=insult",
            content_type=FORM,
            headers={"Sec-Fetch-Site": "cross-site"},
        )

        assert answer.status_code == 403
        assert not Report.objects.exists()

    def test_the_most_reported_comes_first_until_it_is_settled(self, send_report, published, story):
        other = Comment(story=story, name="ع", text="آخر", submitted_at=published.moved_at)
        moves.enter(other, "approved")
        rule = PolicyRule.objects.get(code="insult")
        Report.objects.create(comment=other, rule=rule, reporter="x", at=published.moved_at)
        send_report(rule="insult")
        send_report("Chrome", rule="insult")

        assert list(reported()) == [published, other]
        assert settle(published) == 2
        assert list(reported()) == [other]
        assert not open_reports(published).exists()
