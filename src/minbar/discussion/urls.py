"""The discussion's addresses."""

from django.urls import path

from minbar.discussion import privacy_page, views

urlpatterns = [
    path("stories/<row_number:story_id>/comments/", views.submit_comment, name="submit-comment"),
    path("receipts/<str:token>/", views.receipt, name="receipt"),
    path("comments/<row_number:comment_id>/", views.permalink, name="comment"),
    path("policy/", views.policy, name="policy"),
    path("privacy/", privacy_page.privacy, name="privacy"),
]
