"""Where the doors hang."""

from django.urls import include, path

urlpatterns = [path("", include("tradewind.web.urls"))]
