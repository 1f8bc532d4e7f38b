"""The discussion's addresses."""

from django.urls import path

from minbar.discussion import comment_views, privacy_page, receipt_views, views

urlpatterns = [
    path("stories/<row_number:story_id>/comments/", views.submit_comment, name="submit-comment"),
    path("receipts/mail/<str:token>/", receipt_views.address, name="address"),
    path("receipts/<str:token>/", receipt_views.receipt, name="receipt"),
    path("receipts/<str:token>/edit/", receipt_views.rewrite, name="rewrite-comment"),
    path("receipts/<str:token>/withdraw/", receipt_views.withdraw, name="withdraw-comment"),
    path("receipts/<str:token>/appeal/", receipt_views.appeal, name="appeal-comment"),
    path("receipts/<str:token>/forget/", receipt_views.forget_email, name="forget-email"),
    path("receipts/<str:token>/again/", receipt_views.write_anew, name="write-anew"),
    path("comments/mine/", views.my_comments, name="my-comments"),
    path("fragments/review-time/", views.review_time_fragment, name="review-time"),
    path("comments/<row_number:comment_id>/", comment_views.permalink, name="comment"),
    path("comments/<row_number:comment_id>/reply/", comment_views.reply, name="reply"),
    path("comments/<row_number:comment_id>/votes/", comment_views.vote, name="vote"),
    path("comments/<row_number:comment_id>/report/", comment_views.report, name="report"),
    path("comments/<row_number:comment_id>/reported/", comment_views.reported, name="reported"),
    path("policy/", views.policy, name="policy"),
    path("privacy/", privacy_page.privacy, name="privacy"),
]
