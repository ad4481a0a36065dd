"""The addresses of the API, below /api/."""

from __future__ import annotations

from django.urls import URLPattern, include, path, re_path

from tradewind.api.docs import docs
from tradewind.api.rest import api, nothing_here, through_the_door

routes, app, namespace = api.urls
for route in routes:
    assert isinstance(route, URLPattern)
    route.callback = through_the_door(route.callback)

urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("v1/", include((routes, app), namespace)),
    re_path("^v1/", through_the_door(nothing_here), name="api-nothing"),
]
