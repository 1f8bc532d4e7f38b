"""The screens around the desk hold: rules, bans, figures, and what else a moderator opens."""

from collections.abc import Callable

import pytest

from .conftest import Newspaper, Reader
from .looks import MISPLACED, WIDTHS, assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAKE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from minbar.discussion.models import PolicyRule
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation import bans, rules
from minbar.moderation.models import Rule
from minbar.stories.models import Story
admin = User.objects.get(username="admin")
story = Story.objects.published().exclude(comments_mode="closed").first()
fields = {"name": "زائر", "email": "guest@example.org", "text": "سأعود كل يوم يا أحمق وأكتب هذا."}
comment = submit(story, fields, origin=Origin("an address", "a browser")).comment
words = Rule(name="ألفاظ نابية", kind="words", act="hold", is_live=True, words="أحمق\\nوغد")
rules.keep(words, by=admin)
shouting = Rule(name="حروف كبيرة كثيرة", kind="shouting", act="label", is_live=False)
rules.keep(shouting, by=admin)
bans.ban(comment, by=admin, term=timedelta(days=7), reason=PolicyRule.objects.first(), note="عاد")
print(comment.pk, words.pk)
"""
SCREENS = {
    "rules": "/newsroom/rules/",
    "rule": "/newsroom/rules/{rule}/",
    "new-rule": "/newsroom/rules/new/words/",
    "bans": "/newsroom/bans/",
    "statistics": "/newsroom/moderation/statistics/",
    "second-looks": "/newsroom/moderation/second-looks/",
    "alerts": "/newsroom/moderation/alerts/",
    "history": "/newsroom/moderation/{comment}/history/",
}
IN_ENGLISH = ["rules", "new-rule", "bans", "statistics", "second-looks", "alerts"]
"""Those that need nothing which was made after the newspaper was copied."""


@pytest.fixture(scope="module")
def screens(newspaper: Newspaper) -> dict[str, str]:
    """The addresses by name, once there are a rule, a ban and what was done about them."""
    comment, rule = newspaper.command("shell", "--no-imports", "--command", MAKE).split()
    return {name: address.format(comment=comment, rule=rule) for name, address in SCREENS.items()}


@pytest.mark.parametrize("width", WIDTHS)
class TestScreens:
    """Nothing sideways, nothing cut, nothing that a screen reader stumbles on."""

    def test_they_hold(self, admin: Callable[..., Reader], screens: dict[str, str], width: str):
        moderator = admin(viewport=WIDTHS[width])
        for name, address in screens.items():
            page = moderator.open(address)

            assert page.get_attribute("html", "dir") == "rtl"
            assert_holds(moderator, f"screen-{name}-{width}")

    def test_they_hold_in_english(
        self, admin: Callable[..., Reader], english_address: str, width: str
    ):
        moderator = admin(viewport=WIDTHS[width])
        for name in ("desk", *IN_ENGLISH):
            page = moderator.open(
                english_address + {"desk": "/newsroom/moderation/", **SCREENS}[name]
            )

            assert page.get_attribute("html", "dir") == "ltr"
            assert_holds(moderator, f"screen-{name}-{width}-english")
            assert page.evaluate(MISPLACED) == []
        assert moderator.open(f"{english_address}/newsroom/images/").evaluate(MISPLACED) == []
