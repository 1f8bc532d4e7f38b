"""The paper's addresses that are not pages of Wagtail's tree, but for the front page."""

from django.urls import path

from minbar.paper import (
    imprint_views,
    list_views,
    live_views,
    machine_views,
    print_views,
    reader_views,
    views,
)

urlpatterns = [
    path("", views.page, name="front"),
    path("feed/", machine_views.feed, name="feed"),
    path("feed.json", machine_views.json_feed, name="json-feed"),
    path("manifest.webmanifest", machine_views.manifest, name="manifest"),
    path("comments/feed/", machine_views.comments_feed, name="comments-feed"),
    path("about/", imprint_views.about, name="about"),
    path("contact/", imprint_views.contact, name="contact"),
    path("offline/", reader_views.offline, name="offline"),
    path("reading-list/", reader_views.reading_list, name="reading-list"),
    path("authors/", list_views.authors, name="authors"),
    path("authors/<page_slug:slug>/", list_views.author, name="author"),
    path("authors/<page_slug:slug>/feed/", list_views.author_feed, name="author-feed"),
    path("authors/<page_slug:slug>/<month:month>/", list_views.author_month, name="author-month"),
    path("tags/<page_slug:slug>/", list_views.tag, name="tag"),
    path("tags/<page_slug:slug>/feed/", list_views.tag_feed, name="tag-feed"),
    path("tags/<page_slug:slug>/<month:month>/", list_views.tag_month, name="tag-month"),
    path("archive/", list_views.archive, name="archive"),
    path("archive/<month:month>/", list_views.archive_month, name="archive-month"),
    path("archive/<day:day>/", list_views.archive_day, name="archive-day"),
    path("<page_slug:slug>/<month:month>/", list_views.section_month, name="section-month"),
    path("<page_slug:slug>/feed/", machine_views.section_feed, name="section-feed"),
    path("<page_slug:section>/<page_slug:slug>/comments/<int:number>/", views.discussion_page),
    path(
        "<page_slug:section>/<page_slug:slug>/comments/thread/<row_number:thread>/",
        views.thread_page,
    ),
    path(
        "<page_slug:section>/<page_slug:slug>/comments/thread/<row_number:thread>/<int:number>/",
        views.thread_page,
    ),
    path("<page_slug:section>/<page_slug:slug>/entries/", live_views.from_the_beginning),
    path("fragments/live/<row_number:story_id>/", live_views.entries, name="live-entries"),
    path("fragments/most-read/", views.most_read_fragment, name="most-read"),
    path("fragments/most-read/<slug:period>/", views.most_read_fragment, name="most-read-over"),
]

once = [
    path("service-worker.js", reader_views.service_worker, name="service-worker"),
    path("print/", print_views.newest, name="print"),
    path("print/<month:month>/", print_views.month, name="print-month"),
    path("sitemap.xml", machine_views.sitemap_index, name="sitemap-index"),
    path("sitemaps/<slug:name>.xml", machine_views.sitemap, name="sitemap"),
    path("news-sitemap.xml", machine_views.news_sitemap, name="news-sitemap"),
    path("robots.txt", machine_views.robots, name="robots"),
    path(".well-known/security.txt", machine_views.security, name="security"),
    path("s/<row_number:story_id>/", views.short, name="short"),
    path(
        "stories/<row_number:story_id>/card-<slug:digest>.jpg", views.share_card, name="share-card"
    ),
    path("icon.svg", views.icon, name="icon"),
    path(f"icon-{views.ICON_SIDE}.png", views.icon_picture, name="icon-picture"),
]
"""What is there once, whatever editions there are: for machines, and the printed paper."""
