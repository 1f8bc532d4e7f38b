"""Where what runs in a slot is fetched from, and where another company's code runs."""

from django.urls import path

from minbar.advertising import views

urlpatterns = [
    path("fragments/advertising/<slug:place>/", views.fragment, name="advertising-fragment"),
    path(
        "fragments/advertising/<slug:place>/<row_number:section_id>/",
        views.fragment,
        name="advertising-fragment-of-section",
    ),
]
"""In every edition, in its language."""

once = [
    path("advertising/<row_number:advertisement_id>/", views.frame, name="advertising-frame"),
]
"""The same whichever edition is read."""
