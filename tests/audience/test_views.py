import pytest

from minbar.press.staleness import stale_pages


class TestFigures:
    """A story's exact figure is a small pressed file of its own."""

    def test_is_pressed_and_pressed_again_when_it_changed(
        self, client, browser, neighbour, fold, story
    ):
        path = f"/stories/{story.pk}/figures.json"
        browser.send_beacon(story.pk)
        fold.run()
        client.get(path)
        assert path not in stale_pages()

        neighbour.send_beacon(story.pk)
        fold.run()

        assert path in stale_pages()
        assert client.get(path).json() == {"views": 2}

    def test_says_how_often_a_story_was_read(self, client, browser, fold, story):
        browser.send_beacon(story.pk)
        fold.run()

        answer = client.get(f"/stories/{story.pk}/figures.json")

        assert answer.json() == {"views": 1}
        assert answer["Cache-Control"] == "no-cache"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    def test_a_story_that_nobody_has_read_has_no_views(self, client, story):
        assert client.get(f"/stories/{story.pk}/figures.json").json() == {"views": 0}

    @pytest.mark.usefixtures("nothing_is_removed")
    def test_a_story_that_is_taken_from_the_site_takes_its_figures_along(self, client, story):
        path = f"/stories/{story.pk}/figures.json"
        client.get(path)

        story.unpublish()

        assert path in stale_pages()
        assert client.get(path).status_code == 404

    def test_a_story_that_is_not_published_has_no_figures(self, client, make_story):
        draft = make_story(live=False)

        assert client.get(f"/stories/{draft.pk}/figures.json").status_code == 404
        assert client.get(f"/stories/{10**30}/figures.json").status_code == 404
