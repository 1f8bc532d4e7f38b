"""The addresses at which views are counted."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
