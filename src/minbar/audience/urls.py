"""Where figures are asked for. Views are taken down before Django, by the journal."""

from django.urls import path

from minbar.audience import views

urlpatterns = [
    path("stories/<row_number:story_id>/figures.json", views.figures, name="figures"),
]
