"""The paper's addresses that are not pages of Wagtail's tree."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
