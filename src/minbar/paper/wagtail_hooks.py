"""The newsroom in the newspaper's own face and ink."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def dress_newsroom() -> SafeString:
    """Load the newspaper's faces and colours into Wagtail's shell."""
    return format_html('<link rel="stylesheet" href="{}">', static("paper/newsroom.css"))


@hooks.register("insert_global_admin_js")
def leave_newsroom_out_of_the_count() -> SafeString:
    """Mark this browser as the newsroom's own."""
    return format_html('<script type="module" src="{}"></script>', static("paper/newsroom.js"))
