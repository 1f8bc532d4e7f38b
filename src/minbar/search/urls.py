"""Where readers search."""

from django.urls import path

from minbar.search import views

urlpatterns = [path("search/", views.search_page, name="search")]
