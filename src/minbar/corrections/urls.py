"""The room's public addresses."""

from django.urls import path, re_path

from minbar.corrections import views

urlpatterns = [
    path("corrections/", views.newest, name="corrections"),
    re_path(
        r"^corrections/(?P<year>[12][0-9]{3})/(?P<month>0[1-9]|1[0-2])/\Z",
        views.month,
        name="corrections-month",
    ),
    path("stories/<row_number:story_id>/errors/", views.report_error, name="report-error"),
    path("error-receipts/<str:token>/", views.receipt, name="error-receipt"),
]
