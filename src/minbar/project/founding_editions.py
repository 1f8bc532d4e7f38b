"""The front pages of editions in other languages, made or opened again as the operator says."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage

from minbar.stories import closed_editions, editions
from minbar.stories.announcing import announce
from minbar.stories.models import Front


def found_editions(own: Front, *, translators: str) -> None:
    """Make the front page of each edition that ``MINBAR_EDITIONS`` names and that is not there.

    One that was closed meanwhile is opened again, with all that was published in it; one that is
    named no longer is closed. What the newsroom has made of its front page stays. ``translators``
    is the group that may have pages copied into another edition.

    Raises ImproperlyConfigured where the newspaper has taken the language of one of its editions.
    """
    if Front.objects.filter(slug=settings.MINBAR_LANGUAGE).exclude(pk=own.pk).exists():
        raise ImproperlyConfigured(
            f"MINBAR_LANGUAGE={settings.MINBAR_LANGUAGE} is the language of an edition that this "
            "newspaper has beside its own. Give MINBAR_LANGUAGE the value that it had before."
        )
    if editions.are_several():
        _tell_language_of_own_edition(own)
        Site.clear_site_root_paths_cache()  # a cache of the processes may know those of before
    for edition in editions.other_languages():
        if not editions.is_served(edition):
            closed_editions.close(edition)
        elif Front.objects.of_edition(edition).exists():
            closed_editions.reopen(edition)
        else:
            _found_edition(own, edition, translators)


def _found_edition(own: Front, edition: str, translators: str) -> None:
    front = Front(
        title=f"{own.title} ({editions.name_of(edition)})",
        slug=edition,
        locale=_locale(edition),
        translation_key=own.translation_key,
    )
    own.get_parent().add_child(instance=front)
    _give_rights_as_on(own, front)
    _let_translate(translators)
    announce(front)


def _tell_language_of_own_edition(own: Front) -> None:
    """Let its pages say the newspaper's language, whatever that was when they were made."""
    locale = _locale(settings.MINBAR_LANGUAGE)
    pages = Page.objects.filter(path__startswith=own.path).exclude(locale=locale)
    pages.update(locale=locale)


def _locale(language: str) -> Locale:
    return Locale.all_objects.get_or_create(language_code=language)[0]


def _give_rights_as_on(own: Front, front: Front) -> None:
    """Let each group do on the new front page, and below it, what it may on the newspaper's own."""
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page=front, permission_id=permission)
        for group, permission in GroupPagePermission.objects.filter(page=own).values_list(
            "group", "permission"
        )
    )
    for workflow in WorkflowPage.objects.filter(page=own).values_list("workflow", flat=True):
        WorkflowPage.objects.create(workflow_id=workflow, page=front)


def _let_translate(translators: str) -> None:
    """Give the right, which is there once there are editions, to the group that has this name."""
    translate = Permission.objects.filter(codename="submit_translation")
    for group in Group.objects.filter(name=translators):
        group.permissions.add(*translate)
