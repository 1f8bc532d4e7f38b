"""The addresses at which views are counted."""

from django.urls import path

from minbar.audience import views

urlpatterns = [
    path("views/", views.beacon, name="beacon"),
    path("views/<int:story_id>.gif", views.picture, name="view-picture"),
    path("stories/<int:story_id>/figures.json", views.figures, name="figures"),
]
