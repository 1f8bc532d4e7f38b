"""What a new newspaper has before anyone has written a line.

Done after each migration rather than in one, so that an emptied database (tests empty theirs) is
whole again. Whatever is there already is left as the newsroom has made it.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from minbar.discussion.models import DiscussionSettings
from minbar.discussion.policy import lay_down_first_edition
from minbar.project.founding_editions import found_editions
from minbar.stories.announcing import announce, announce_below
from minbar.stories.editions import OWN, other_languages
from minbar.stories.models import Front, Newspaper
from minbar.stories.nameplate import draw_nameplate

REPORTERS, EDITORS, MODERATORS = "صحفيون", "محررون", "مشرفو التعليقات"
SENIORS = "مسؤولو التعليقات"

OWN_SLUG = "front"
"""Stands in no address."""

PAGE_PERMISSIONS = {
    REPORTERS: ["add_page"],
    EDITORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
}
PHOTO_PERMISSIONS = {
    REPORTERS: ["add_image", "choose_image"],
    EDITORS: ["add_image", "change_image", "choose_image"],
}
DOCUMENT_PERMISSIONS = {
    REPORTERS: ["add_document", "choose_document"],
    EDITORS: ["add_document", "change_document", "choose_document"],
}
PERMISSIONS = {
    REPORTERS: ["wagtailadmin.access_admin"],
    EDITORS: [
        "wagtailadmin.access_admin",
        "auth.add_user",
        "auth.change_user",
        "auth.view_user",
        "stories.add_author",
        "stories.change_author",
        "stories.view_author",
        "stories.add_desk",
        "stories.change_desk",
        "stories.view_desk",
        "stories.change_newspaper",
        "stories.add_breakingnews",
        "stories.change_breakingnews",
        "stories.delete_breakingnews",
        "stories.view_breakingnews",
        "stories.add_printissue",
        "stories.change_printissue",
        "stories.delete_printissue",
        "stories.view_printissue",
        "advertising.add_advertisement",
        "advertising.change_advertisement",
        "advertising.delete_advertisement",
        "advertising.view_advertisement",
        "advertising.add_slot",
        "advertising.change_slot",
        "advertising.delete_slot",
        "advertising.view_slot",
        "discussion.decide_comment",
        "discussion.oversee_comment",
        "moderation.add_assignment",
        "moderation.change_assignment",
        "moderation.delete_assignment",
        "moderation.view_assignment",
        "discussion.add_policyrule",
        "discussion.change_policyrule",
        "discussion.delete_policyrule",
        "discussion.view_policyrule",
        "moderation.add_rule",
        "moderation.change_rule",
        "moderation.delete_rule",
        "moderation.view_rule",
        "audience.see_audience",
        "moderation.change_desksettings",
        "corrections.add_correction",
        "corrections.change_correction",
        "corrections.view_correction",
        "corrections.add_rightofreply",
        "corrections.change_rightofreply",
        "corrections.view_rightofreply",
        "corrections.change_errorreport",
        "corrections.view_errorreport",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
    MODERATORS: ["wagtailadmin.access_admin", "discussion.decide_comment"],
    SENIORS: [
        "wagtailadmin.access_admin",
        "discussion.decide_comment",
        "discussion.oversee_comment",
        "discussion.open_email",
        "moderation.add_rule",
        "moderation.change_rule",
        "moderation.delete_rule",
        "moderation.view_rule",
    ],
}


def found_newspaper(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make the front pages, the groups with their rights, and the first edition of the policy."""
    if Front._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated backwards, or not so far yet
    with transaction.atomic(using=using):
        front = _found_front()
        _found_groups(front)
        found_editions(front, translators=EDITORS)
        lay_down_first_edition()
        DiscussionSettings.load()


def _found_front() -> Front:
    Locale.objects.get_or_create(language_code="ar")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    front = _front_of_the_site()
    if front:
        return front
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    # Wagtail's own migrations leave a page of welcome that nobody would read.
    Page.objects.filter(depth=2, slug="home").delete()
    root.refresh_from_db()
    newspaper = Newspaper.load()
    newspaper.nameplate = draw_nameplate(newspaper.name)
    newspaper.save()
    front = root.add_child(instance=Front(title=newspaper.name, slug=OWN_SLUG))
    announce(front)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
    return front


def _front_of_the_site() -> Front | None:
    """Return the front page that is there, and see that its slug is no other edition's."""
    front = Front.objects.filter(sites_rooted_here__is_default_site=True).first()
    front = front or Front.objects.of_edition(OWN).first()
    if front is not None and front.slug in other_languages():
        front.slug = OWN_SLUG
        front.save(clean=False)
        announce_below(front)
    return front


def _found_groups(front: Front) -> None:
    if Group.objects.filter(name=EDITORS).exists():
        return
    # Wagtail's two groups and their workflow, in English, with rights that differ from ours.
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    for name, permissions in PERMISSIONS.items():
        group = Group.objects.create(name=name)
        group.permissions.set(_permission(permission) for permission in permissions)
    for name, codes in PAGE_PERMISSIONS.items():
        for code in codes:
            GroupPagePermission.objects.create(
                group=Group.objects.get(name=name),
                page=front,
                permission=_permission(f"wagtailcore.{code}"),
            )
    in_collections = {"wagtailimages": PHOTO_PERMISSIONS, "wagtaildocs": DOCUMENT_PERMISSIONS}
    for application, permissions_of in in_collections.items():
        for name, codes in permissions_of.items():
            for code in codes:
                GroupCollectionPermission.objects.create(
                    group=Group.objects.get(name=name),
                    collection=Collection.get_first_root_node(),
                    permission=_permission(f"{application}.{code}"),
                )
    _found_workflow(front)


def _found_workflow(front: Front) -> None:
    """Send a reporter's story to the editors, who publish it."""
    task = GroupApprovalTask.objects.create(name="قراءة المحرر")
    task.groups.set([Group.objects.get(name=EDITORS)])
    workflow = Workflow.objects.create(name="من الصحفي إلى المحرر")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=front)


def _permission(name: str) -> Permission:
    application, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=application, codename=codename)
