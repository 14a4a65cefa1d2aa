"""Routes of a guardian's pages."""

from django.urls import path

from held.web.guardian import access_requests, desk, lost_links

app_name = "guardian"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("name/", desk.name, name="name"),
    path("knocks/<uuid:access_request_id>/letting-in", access_requests.letting_in, name="letting_in"),
    path("knocks/<uuid:access_request_id>/putting-away", access_requests.putting_away, name="putting_away"),
    path("claims/<uuid:lost_link_request_id>/putting-away", lost_links.putting_away, name="claim_putting_away"),
    path("claims/<uuid:lost_link_request_id>/persons/<uuid:asked_person_id>/links", lost_links.links, name="links"),
]
