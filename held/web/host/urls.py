"""Routes of the host's pages."""

from django.urls import path

from held.web.host import date, desk, handing, setup

app_name = "host"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("evening/", setup.evening, name="evening"),
    path("evening/<int:number>/", setup.question, name="question"),
    path("date/confirm", date.confirming_date, name="confirming_date"),
    path("families/new/", handing.new_family, name="new_family"),
    path("people/<int:member_id>/first-link/", handing.first_link, name="first_link"),
    path("people/<int:member_id>/new-link/", handing.new_link, name="new_link"),
    path("recoveries/<int:recovery_id>/stop", handing.stop_recovery, name="stop_recovery"),
]
