"""Every address of the site, the newsroom's first and Wagtail's pages last."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as newsroom_urls

from minbar.paper.views import page
from minbar.project.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("newsroom/", include(newsroom_urls)),
    path("", include("minbar.discussion.urls")),
    path("", include("minbar.audience.urls")),
    path("", include("minbar.corrections.urls")),
    path("", include("minbar.moderation.urls")),
    path("", include("minbar.search.urls")),
    path("", include("minbar.push.urls")),
    path("", include("minbar.advertising.urls")),
    path("", include("minbar.paper.urls")),
    re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
]
