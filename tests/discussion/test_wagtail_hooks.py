"""A reader's words do not go with a slip of the newsroom's hand."""

from minbar.discussion.models import Comment
from minbar.stories.models import Story


class TestDeleting:
    """What readers have answered is unpublished, not deleted."""

    def test_a_story_with_a_comment_stays(self, admin_client, held):
        answer = admin_client.post(f"/newsroom/pages/{held.story_id}/delete/", follow=True)

        assert "ألغ النشر" in answer.content.decode()
        assert Comment.objects.exists()

    def test_so_does_its_section(self, admin_client, held, section):
        admin_client.post(f"/newsroom/pages/{section.pk}/delete/")

        assert Comment.objects.exists()

    def test_and_it_stays_when_many_are_deleted_at_once(self, admin_client, held):
        address = f"/newsroom/bulk/wagtailcore/page/delete/?id={held.story_id}"

        admin_client.post(address)

        assert Comment.objects.exists()

    def test_a_story_that_nobody_answered_goes(self, admin_client, story):
        admin_client.post(f"/newsroom/pages/{story.pk}/delete/")

        assert not Story.objects.exists()
