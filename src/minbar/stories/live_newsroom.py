"""Where a live story is told: a form above, what was told below, nothing in between."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import log

from minbar.stories import live
from minbar.stories.models import Coverage, Kind, LiveEntry, Story

if TYPE_CHECKING:
    from django.contrib.auth.models import User

TOLD, CHANGED, TAKEN_BACK = "live.tell", "live.change", "live.take_back"
ENDED, RESUMED = "live.end", "live.resume"
"""Actions in the log of the story."""
SHOWN = 100


class EntryForm(forms.ModelForm[LiveEntry]):
    """An entry as it is typed; what is refused keeps every word."""

    class Meta:
        model = LiveEntry
        fields = ["headline", "text", "photo", "is_key"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "photo": AdminImageChooser}


class LiveView(WagtailAdminTemplateMixin, TemplateView):
    """One live story."""

    template_name = "stories/live_newsroom.html"
    header_icon = "time"
    http_method_names = ["get", "head", "post"]
    story: Story
    entry: LiveEntry | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story, and the entry that is changed, if one is."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story, pk=kwargs["story_id"], kind=Kind.LIVE)
        if "entry_id" in kwargs:
            entries = LiveEntry.objects.filter(coverage__story=self.story)
            self.entry = get_object_or_404(entries, pk=kwargs["entry_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may publish the story: an entry is public at once."""
        if not may_tell(self.story, self.user):
            raise PermissionDenied
        return cast("HttpResponse", super().dispatch(request, *args, **kwargs))

    @property
    def user(self) -> "User":
        """Who tells it."""
        return cast("User", self.request.user)

    def get_page_title(self) -> str:
        """Say what is done here."""
        return gettext("Change an entry") if self.entry else gettext("Live entries")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the story, and from an entry back to all of them."""
        story = {"url": reverse("wagtailadmin_pages:edit", args=[self.story.pk])}
        entries = {"url": reverse("live:story", args=[self.story.pk])}
        items = [
            *super().get_breadcrumbs_items(),
            story | {"label": self.story.title},
            entries | {"label": gettext("Live entries")},
        ]
        return [*items, {"url": "", "label": gettext("Change an entry")}] if self.entry else items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the form, and what was told."""
        coverage = Coverage.objects.filter(story=self.story).first()
        entries = LiveEntry.objects.filter(coverage=coverage).select_related("by", "photo")
        form = kwargs.pop("form", None) or EntryForm(instance=self.entry)
        return super().get_context_data(
            story=self.story,
            coverage=coverage,
            entries=entries[:SHOWN],
            entry=self.entry,
            form=form,
            media=form.media,
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do what the pressed button says."""
        act = request.POST.get("act", "tell")
        coverage = live.begin(self.story)
        if act == "end":
            live.end(coverage)
            return self._done(ENDED, gettext("The coverage has ended; readers see that."))
        if act == "resume":
            live.resume(coverage)
            return self._done(RESUMED, gettext("The coverage goes on."))
        if act == "take_back" and self.entry:
            live.take_back(self.entry)
            return self._done(TAKEN_BACK, gettext("The entry is off readers’ pages."))
        return self._tell(request, coverage)

    def _tell(self, request: HttpRequest, coverage: Coverage) -> HttpResponse:
        form = EntryForm(request.POST, instance=self.entry)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        told = {name: form.cleaned_data[name] for name in ("headline", "text", "photo", "is_key")}
        if self.entry:
            live.tell_otherwise(self.entry, **told)
            return self._done(CHANGED, gettext("The entry is changed."))
        live.tell(coverage, by=self.user, **told)
        return self._done(TOLD, gettext("Readers see the entry."))

    def _done(self, action: str, message: str) -> HttpResponse:
        log(self.story, action, user=self.user)
        messages.success(self.request, message)
        return HttpResponseRedirect(reverse("live:story", args=[self.story.pk]))


class LiveViewSet(ViewSet):
    """Live stories at ``/newsroom/live/``."""

    name = "live"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give the address of a live story, and of an entry that is changed."""
        return [
            path("<row_number:story_id>/", LiveView.as_view(), name="story"),
            path("<row_number:story_id>/<row_number:entry_id>/", LiveView.as_view(), name="entry"),
        ]


def may_tell(story: Story, user: "User") -> bool:
    """Whether this person may add to a live story."""
    return bool(story.permissions_for_user(user).can_publish())


LOG_ACTIONS = {
    TOLD: (_("Add a live entry"), _("Live entry added")),
    CHANGED: (_("Change a live entry"), _("Live entry changed")),
    TAKEN_BACK: (_("Take a live entry back"), _("Live entry taken back")),
    ENDED: (_("End the coverage"), _("Coverage ended")),
    RESUMED: (_("Go on with the coverage"), _("Coverage resumed")),
}
