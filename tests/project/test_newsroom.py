"""The newsroom is whole, in Arabic, and opens to each colleague what the group may do."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from minbar.stories.models import Newspaper, Story

SCREENS = {
    "home": ("wagtailadmin_home", []),
    "photos": ("wagtailimages:index", []),
    "account": ("wagtailadmin_account", []),
}
EDITORS_SCREENS = {
    "colleagues": ("wagtailusers_users:index", []),
    "add a colleague": ("wagtailusers_users:add", []),
    "authors": ("wagtailsnippets_stories_author:list", []),
    "desks": ("wagtailsnippets_stories_desk:list", []),
    "newspaper": ("wagtailsettings:edit", ["stories", "newspaper"]),
}


class TestScreens:
    """Every screen opens, from right to left."""

    @pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
    @pytest.mark.parametrize("who", ["reporter", "editor", "moderator"])
    def test_everyone_has_these(self, client, request, who, screen):
        if who == "moderator" and screen[0] == "wagtailimages:index":
            pytest.skip("A moderator has no photos.")
        client.force_login(request.getfixturevalue(who))

        answer = client.get(reverse(screen[0], args=screen[1]), follow=True)

        assert answer.status_code == 200
        assert 'dir="rtl"' in answer.content.decode()

    @pytest.mark.parametrize("screen", EDITORS_SCREENS.values(), ids=EDITORS_SCREENS)
    def test_editors_have_these_and_others_not(self, client, editor, reporter, screen):
        address = reverse(screen[0], args=screen[1])
        client.force_login(editor)
        assert client.get(address, follow=True).request["PATH_INFO"].startswith(address)
        client.force_login(reporter)

        refused = client.get(address)

        assert refused.status_code == 302

    def test_a_stranger_is_asked_to_sign_in(self, client, front):
        answer = client.get("/newsroom/")

        assert answer.status_code == 302
        assert "login" in answer["Location"]

    @pytest.mark.parametrize("path", ["add/stories/story/{section}", "{story}/edit", "{section}"])
    def test_the_editor_of_stories_opens(self, client, editor, section, story, path):
        client.force_login(editor)
        path = path.format(section=section.pk, story=story.pk)

        answer = client.get(f"/newsroom/pages/{path}/", follow=True)

        assert answer.status_code == 200


class TestWriting:
    """From an empty form to the reader's page."""

    @pytest.fixture
    def filled(self):
        from wagtail.test.utils.form_data import (
            inline_formset,
            nested_form_data,
            rich_text,
            streamfield,
        )

        return nested_form_data(
            {
                "title": "الجسر القديم يفتح من جديد",
                "slug": "الجسر-القديم",
                "kicker": "بعد أشغال عام",
                "standfirst": "",
                "lead_photo_alternative_text": "",
                "kind": "news",
                "comments_mode": "reviewed",
                "signatures": inline_formset([]),
                "sources": streamfield([]),
                "body": streamfield([("text", rich_text("<p>فُتح الجسر صباحا.</p>"))]),
            }
        )

    def test_an_editor_publishes_a_story(self, client, editor, section, filled):
        client.force_login(editor)
        address = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])

        client.post(address, filled | {"action-publish": "1"})

        story = Story.objects.get()
        assert story.live
        page = client.get(story.url).content.decode()
        assert "فُتح الجسر صباحا." in page

    def test_tags_are_typed_with_commas_of_either_script(self, client, editor, section, filled):
        client.force_login(editor)
        address = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
        assert 'name="tags"' in client.get(address).content.decode()

        client.post(address, filled | {"tags": "سعيدة، سكك حديدية, نقل", "action-publish": "1"})

        assert [tag.name for tag in Story.objects.get().shown_tags] == [
            *("سعيدة", "سكك حديدية", "نقل"),
        ]
        assert client.get("/tags/سكك-حديدية/").status_code == 200

    def test_a_reporters_story_waits_for_an_editor(self, client, reporter, editor, section, filled):
        client.force_login(reporter)
        address = reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
        client.post(address, filled | {"action-publish": "1"})
        story = Story.objects.get()
        assert not story.live

        client.post(
            reverse("wagtailadmin_pages:edit", args=[story.pk]), filled | {"action-submit": "1"}
        )

        assert Story.objects.get().current_workflow_task.name == "قراءة المحرر"

    def test_an_address_of_its_old_name_still_leads_there(
        self, client, editor, story, filled, django_capture_on_commit_callbacks
    ):
        client.force_login(editor)
        before = story.url

        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                reverse("wagtailadmin_pages:edit", args=[story.pk]),
                filled | {"slug": "عنوان-جديد", "action-publish": "1"},
            )

        answer = client.get(before)
        assert answer.status_code == 301
        assert answer["Location"] == Story.objects.get().url


class TestTheNewspapersName:
    """The nameplate is drawn when the name is saved."""

    def test_a_new_name_is_lettered_at_once(self, client, editor, front):
        client.force_login(editor)

        client.post(
            reverse("wagtailsettings:edit", args=["stories", "newspaper", Newspaper.load().pk]),
            {"name": "الساحل", "tagline": "", "accent": "#8f1d1d", "headline_face": "naskh"},
        )

        assert Newspaper.load().name == "الساحل"
        assert Newspaper.load().nameplate.startswith("<svg")

    def test_a_name_without_letters_is_refused_and_kept_as_it_was(self, client, editor, front):
        client.force_login(editor)

        answer = client.post(
            reverse("wagtailsettings:edit", args=["stories", "newspaper", Newspaper.load().pk]),
            {"name": "🙂", "tagline": ""},
        )

        assert "لا حروف لهذا الاسم" in answer.content.decode()
        assert Newspaper.load().name == "منبر"


def test_nobody_outside_is_asked_anything(client, editor, front):
    client.force_login(editor)

    page = client.get("/newsroom/").content.decode()

    assert "gravatar" not in page
    assert "releases.wagtail" not in page


def test_the_front_page_is_the_root(front):
    assert front.url == "/"
    assert Page.objects.filter(depth=2).count() == 1
