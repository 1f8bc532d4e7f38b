"""The paper's addresses that are not pages of Wagtail's tree."""

from django.urls import path

from minbar.paper import views

urlpatterns = [
    path("s/<int:story_id>/", views.short, name="short"),
    path("stories/<int:story_id>/card-<slug:digest>.jpg", views.share_card, name="share-card"),
    path("icon.svg", views.icon, name="icon"),
    path("<str:section>/<str:slug>/comments/<int:number>/", views.discussion_page),
    path("fragments/most-read/", views.most_read_fragment, name="most-read"),
]
