"""Every address of the site, the newsroom's first and Wagtail's pages last."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as newsroom_urls

from minbar.advertising import urls as advertising_urls
from minbar.moderation import urls as moderation_urls
from minbar.paper import urls as paper_urls
from minbar.paper.edition_addresses import in_every_edition
from minbar.paper.views import page
from minbar.project.health import healthz, readyz

handler500 = "minbar.project.unanswered.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("newsroom/", include(newsroom_urls)),
    path("", include("minbar.audience.urls")),
    path("", include("minbar.push.urls")),
    path("", include(advertising_urls.once)),
    path("", include(moderation_urls.once)),
    path("", include(paper_urls.once)),
    in_every_edition(
        path("", include(advertising_urls)),
        path("", include("minbar.discussion.urls")),
        path("", include("minbar.corrections.urls")),
        path("", include(moderation_urls)),
        path("", include("minbar.search.urls")),
        path("", include(paper_urls)),
        re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
    ),
]
