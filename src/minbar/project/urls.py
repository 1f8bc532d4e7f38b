"""Every address of the site, the newsroom's first and Wagtail's pages last."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as newsroom_urls

from minbar.project.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("newsroom/", include(newsroom_urls)),
    # Renditions' names change with their content; the originals lie beside them, not linked.
    re_path(r"^media/(?P<path>(images|cards)/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("minbar.discussion.urls")),
    path("", include("minbar.audience.urls")),
    path("", include("minbar.paper.urls")),
    path("", include(wagtail_urls)),
]
