"""Pages behind the host door."""

from django.urls import URLPattern, URLResolver

app_name = "host"
urlpatterns: list[URLPattern | URLResolver] = []
