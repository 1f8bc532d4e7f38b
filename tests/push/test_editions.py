"""Where a newspaper has several editions, a browser says of which it wants all breaking news."""

import re

import pytest

from minbar.push.models import Subscription
from minbar.push.subscribing import hash_of
from minbar.stories.announcing import announce
from minbar.stories.models import BreakingNews, Section, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_french(section, french) -> Story:
    """A story in a section of the French edition."""
    country = french.add_child(instance=Section(title="Pays", slug="pays"))
    announce(country)
    story = country.add_child(instance=Story(title="Le bus revient", slug="bus"))
    announce(story)
    return story


@pytest.fixture
def asked(subscribed):
    """Names of browsers, by what each has asked for."""
    names: dict[str, str] = {}

    def to(line: BreakingNews) -> set[str]:
        found = Subscription.objects.to(line).values_list("endpoint_hash", flat=True)
        return {names[each] for each in found}

    def ask(name: str, *topics) -> None:
        names[hash_of(subscribed(*topics).endpoint)] = name

    ask.to = to
    return ask


class TestAllOfAnEdition:
    """Its lines go to who asked for all of it, and to nobody for what is in another language."""

    def test_a_line_goes_to_those_of_its_edition(self, asked, of_french, story, break_news):
        section, country = story.section, of_french.section
        asked("own", "all")
        asked("French", "all:fr")
        asked("both", "all", "all:fr")
        asked("own, and a French section", "all", country.pk, section.pk)
        asked("an own section", section.pk)
        quiet = {"send_to_phones": False}

        assert asked.to(break_news(**quiet)) == {"own", "both", "own, and a French section"}
        assert asked.to(break_news(edition="fr", **quiet)) == {"French", "both"}
        assert asked.to(break_news(story=of_french, **quiet)) == {
            *("French", "both", "own, and a French section")
        }
        assert asked.to(break_news(story=story, **quiet)) == {
            *("own", "both", "own, and a French section", "an own section")
        }

    def test_of_an_edition_that_is_closed_nobody_hears(
        self, ask, asked, make_browser, of_french, open_editions, break_news
    ):
        asked("French", "all:fr")
        line = break_news(edition="fr", send_to_phones=False)
        open_editions()

        assert asked.to(line) == set()
        assert ask("", **make_browser().told, topic="all:fr").status_code == 422
        asked("own", "all", "all:fr")
        assert asked.to(line) == {"own"}

    def test_each_page_offers_all_of_each_edition_in_its_language(self, client, of_french, section):
        def offered(path):
            page = client.get(path).content.decode()
            panel = page.partition("<minbar-push")[2].partition("</minbar-push>")[0]
            return re.findall(r'<fieldset( lang="..")?>|value="([^"]+)">([^<]+)', panel)

        own = [("", "all", "كل الأخبار العاجلة"), ("", str(section.pk), section.title)]
        theirs = [
            ("", "all:fr", "Toutes les dernières minutes"),
            ("", str(of_french.section.pk), "Pays"),
        ]
        assert offered("/policy/") == [("", "", ""), *own, (' lang="fr"', "", ""), *theirs]
        assert offered("/fr/policy/") == [("", "", ""), *theirs, (' lang="ar"', "", ""), *own]
