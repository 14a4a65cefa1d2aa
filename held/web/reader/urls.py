"""Routes that anyone may open."""

from django.urls import path

from held.web.reader import access_requests, address_check, feed, guides, machines, named, photographs, views

app_name = "reader"
urlpatterns = [
    path("", views.front, name="front"),
    path("stories/", views.stories, name="stories"),
    path("stories/<str:address>/", views.story, name="story"),
    path("stories/<str:address>/words/", views.words, name="words"),
    path("stories/<str:address>/knock", access_requests.request_access, name="knock"),
    path("stories/<str:address>/photographs/<str:name>", photographs.photograph, name="photograph"),
    path("p/<str:ticket>", photographs.picture, name="picture"),
    path("n/<str:named_token>", named.named, name="named"),
    path("quiet/", views.quiet, name="quiet"),
    path("help/", views.help_page, name="help"),
    path("help/families/", guides.for_families, name="for_families"),
    path("help/friends/", guides.for_friends, name="for_friends"),
    path("stories.atom", feed.feed, name="feed"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/tdmrep.json", machines.tdmrep, name="tdmrep"),
    path("healthz", machines.healthz, name="healthz"),
    path("address-check", address_check.address_check, name="address_check"),
    path("readyz", machines.readyz, name="readyz"),
]
