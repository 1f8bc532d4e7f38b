"""The room's public addresses."""

from django.urls import path

from minbar.corrections import views

urlpatterns = [
    path("corrections/", views.newest, name="corrections"),
    path("corrections/<month:month>/", views.month, name="corrections-month"),
    path("stories/<row_number:story_id>/errors/", views.report_error, name="report-error"),
    path("error-receipts/<str:token>/", views.receipt, name="error-receipt"),
]
