"""The discussion's addresses."""

from django.urls import path

from minbar.discussion import comment_views, views

urlpatterns = [
    path("stories/<row_number:story_id>/comments/", views.submit_comment, name="submit-comment"),
    path("receipts/<str:token>/", views.receipt, name="receipt"),
    path("comments/<row_number:comment_id>/", comment_views.permalink, name="comment"),
    path("comments/<row_number:comment_id>/reply/", comment_views.reply, name="reply"),
    path("comments/<row_number:comment_id>/votes/", comment_views.vote, name="vote"),
    path("comments/<row_number:comment_id>/report/", comment_views.report, name="report"),
    path("comments/<row_number:comment_id>/reported/", comment_views.reported, name="reported"),
    path("policy/", views.policy, name="policy"),
]
