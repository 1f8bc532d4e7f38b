"""The desk's public addresses."""

from django.urls import path

from minbar.moderation import transparency_pages

urlpatterns = [path("transparency/", transparency_pages.page, name="transparency")]

once = [
    path("transparency/months.json", transparency_pages.months, name="transparency-months"),
    path("transparency/schema.json", transparency_pages.schema, name="transparency-schema"),
    path("transparency/<slug:month>.json", transparency_pages.month, name="transparency-month"),
]
"""For machines: there once, whatever editions there are."""
