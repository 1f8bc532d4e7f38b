"""A newspaper is founded once, and what later versions add reaches one that was founded before."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import GroupCollectionPermission

from minbar.project.founding import (
    DOCUMENT_PERMISSIONS,
    EDITORS,
    PERMISSIONS,
    SENIORS,
    found_newspaper,
)

added_later = import_module("minbar.project.migrations.0001_rights_added_later")
to_documents = import_module("minbar.project.migrations.0004_rights_to_documents")

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors():
    return Group.objects.get(name=EDITORS)


def give():
    """Do what the migration does, with the models as they stood for it."""
    state = MigrationLoader(connection).project_state(("project", "0001_rights_added_later"))
    added_later.give(state.apps, connection.SchemaEditorClass(connection))


def rights_of(group):
    found = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in found}


class TestRightsAddedLater:
    """What editors of a new newspaper may, those of an older one may too."""

    def test_they_are_rights_that_a_new_newspaper_is_founded_with(self):
        added = {
            f"{label}.{codename}"
            for label, codenames in added_later.ADDED_LATER.items()
            for codename in codenames
        }

        assert added <= set(PERMISSIONS[EDITORS])

    def test_an_older_newspaper_gets_them(self, editors):
        editors.permissions.clear()
        Permission.objects.filter(codename="oversee_comment").delete()

        give()

        assert "discussion.oversee_comment" in rights_of(editors)
        assert "discussion.change_policyrule" in rights_of(editors)
        assert "stories.add_author" not in rights_of(editors)

    def test_an_older_newspaper_gets_the_group_of_seniors(self):
        Group.objects.get(name=SENIORS).delete()

        give()

        assert rights_of(Group.objects.get(name=SENIORS)) == set(PERMISSIONS[SENIORS])

    def test_a_newsroom_without_the_group_is_left_as_it_is(self, editors):
        editors.name = "هيئة التحرير"
        editors.save()
        editors.permissions.clear()

        give()

        assert rights_of(editors) == set()

    def test_what_is_taken_away_afterwards_stays_away(self, editors):
        editors.permissions.remove(Permission.objects.get(codename="oversee_comment"))

        found_newspaper()

        assert "discussion.oversee_comment" not in rights_of(editors)


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("0002_rights_to_correct", {"correction", "rightofreply", "errorreport"}),
        ("0003_rights_to_breaking_news_and_print", {"breakingnews", "printissue"}),
        ("0005_rights_to_advertising", {"advertisement", "slot"}),
    ],
)
class TestRightsOfLaterVersions:
    """Given in the same way."""

    @pytest.fixture
    def give(self, name, models):
        def give():
            migration = import_module(f"minbar.project.migrations.{name}")
            state = MigrationLoader(connection).project_state(("project", name))
            migration.give(state.apps, connection.SchemaEditorClass(connection))

        return give

    def test_editors_of_an_older_newspaper_get_all_that_a_new_one_is_founded_with(
        self, editors, models, give
    ):
        founded = {right for right in PERMISSIONS[EDITORS] if right.rpartition("_")[2] in models}
        editors.permissions.clear()
        Permission.objects.filter(content_type__model__in=models).delete()

        give()

        assert rights_of(editors) == founded
        assert {right.rpartition("_")[2] for right in founded} == models

    def test_a_newsroom_without_the_group_is_left_as_it_is(self, editors, give):
        editors.name = "هيئة التحرير"
        editors.save()
        editors.permissions.clear()

        give()

        assert rights_of(editors) == set()


class TestRightsToDocuments:
    """Those of a later version, in the collection that all groups share."""

    def test_an_older_newspaper_gets_those_that_a_new_one_is_founded_with(self):
        of_documents = GroupCollectionPermission.objects.filter(
            permission__content_type__app_label="wagtaildocs"
        )
        given = set(of_documents.values_list("group__name", "permission__codename"))
        of_documents.all().delete()

        state = MigrationLoader(connection).project_state(("project", "0004_rights_to_documents"))
        to_documents.give(state.apps, connection.SchemaEditorClass(connection))

        assert set(of_documents.values_list("group__name", "permission__codename")) == given
        assert given == {
            (name, code) for name, codes in DOCUMENT_PERMISSIONS.items() for code in codes
        }
