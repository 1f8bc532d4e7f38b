"""The discussion in the newsroom: its rules, what nobody deletes by mistake, who opens e-mails."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from minbar.discussion.models import Comment
from minbar.discussion.opening import OPEN
from minbar.discussion.policy_newsroom import PolicyRuleViewSet


@hooks.register("before_delete_page")
def keep_a_story_that_was_answered(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page that has comments, or is over a story that has."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_stories_that_were_answered(
    request: HttpRequest, action_type: str, objects: Iterable[object], _action: object
) -> HttpResponse | None:
    """Refuse likewise where several pages are to be deleted at once."""
    if action_type != "delete":
        return None
    return _refusal(request, [page for page in objects if isinstance(page, Page)])


@hooks.register("register_admin_viewset")
def register_policy() -> PolicyRuleViewSet:
    """Let editors word the rules."""
    return PolicyRuleViewSet()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Let an editor give a group the right to open e-mails, and to word the rules."""
    codenames = [OPEN.partition(".")[2]]
    codenames += [f"{action}_policyrule" for action in ("add", "change", "delete", "view")]
    return Permission.objects.filter(content_type__app_label="discussion", codename__in=codenames)


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    for page in pages:
        if Comment.objects.filter(story__path__startswith=page.path).exists():
            message = _(
                "“%(title)s” cannot be deleted: readers have written comments there, which would "
                "go with it. Unpublish it instead."
            )
            messages.error(request, message % {"title": page.get_admin_display_title()})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
