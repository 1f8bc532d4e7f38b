"""``/privacy/`` says what is true of this newspaper, as it is set."""

import re

import pytest
from django.core.management import call_command

from minbar.discussion import site_settings
from minbar.discussion.models import DiscussionSettings
from minbar.press.keys import collecting
from minbar.press.manifest import touch_if_made_otherwise
from minbar.press.models import PageKey, Touch
from minbar.press.pressing import press

pytestmark = pytest.mark.django_db


def words_of(reader) -> str:
    page = reader.get("/privacy/").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def change(**settings) -> None:
    kept = DiscussionSettings.load()
    for name, value in settings.items():
        setattr(kept, name, value)
    kept.save()


class TestWhatItSays:
    """Every period is the setting itself."""

    def test_the_periods_are_those_that_the_schedule_keeps(self, reader):
        change(keep_origin_days=17, keep_email_days=211, keep_refused_days=43)

        said = words_of(reader)

        for period in ("17", "211", "43"):
            assert period in said

    def test_it_says_whether_an_email_is_required(self, reader):
        required = words_of(reader)
        change(email_required=False)

        assert words_of(reader) != required

    def test_it_promises_mail_only_where_mail_is_configured(self, reader, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        assert not site_settings.mail_is_configured()
        touch_if_made_otherwise()
        without = words_of(reader)

        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        assert site_settings.mail_is_configured()
        touch_if_made_otherwise()  # as each start does
        call_command("press", "all", "--processes=1", verbosity=0)
        assert words_of(reader) != without

    def test_no_cookie_comes_with_it(self, reader):
        reader.get("/privacy/")

        assert not reader.cookies

    def test_each_page_leads_there(self, reader, story):
        for path in ("/", story.url, "/policy/"):
            assert 'href="/privacy/"' in reader.get(path).content.decode()


class TestThePress:
    """It is pressed, and again when a setting is saved."""

    def test_a_saved_setting_touches_it(self):
        press("/privacy/")
        keys = set(PageKey.objects.filter(page__path="/privacy/").values_list("key", flat=True))
        assert keys >= {"privacy", "discussion-settings"}

        change(keep_email_days=100)

        touched = set(Touch.objects.values_list("key", flat=True))
        assert touched >= {"privacy", "discussion-settings"}

    def test_what_shows_a_setting_depends_on_it(self):
        with collecting() as collected:
            site_settings.load()

        assert collected == {"discussion-settings"}
