"""Where browsers ask for breaking news."""

from django.urls import path

from minbar.push import views

urlpatterns = [
    path("push/", views.subscribe, name="push-subscribe"),
    path("push/renew/", views.renew, name="push-renew"),
    path("push/forget/", views.forget, name="push-forget"),
]
