"""Routes of the host's pages."""

from django.urls import path

from held.web.host import date, desk, front, handing, help_contacts, setup, specimen

app_name = "host"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("evening/", setup.evening, name="evening"),
    path("evening/<int:number>/", setup.question, name="question"),
    path("date/confirm", date.confirming_date, name="confirming_date"),
    path("front/", front.front, name="front"),
    path("help/", help_contacts.help_contacts, name="help_contacts"),
    path("help/new/", help_contacts.new_help_contact, name="new_help_contact"),
    path("help/<int:contact_id>/", help_contacts.help_contact, name="help_contact"),
    path("help/<int:contact_id>/checked", help_contacts.confirming_help_contact, name="confirming_help_contact"),
    path("help/<int:contact_id>/removing", help_contacts.removing_help_contact, name="removing_help_contact"),
    path("specimen/", specimen.specimen, name="specimen"),
    path("families/find/", desk.finding, name="finding"),
    path("families/new/", handing.new_family, name="new_family"),
    path("people/<int:member_id>/first-link/", handing.first_link, name="first_link"),
    path("people/<int:member_id>/new-link/", handing.new_link, name="new_link"),
    path("recoveries/<int:recovery_id>/stop", handing.stop_recovery, name="stop_recovery"),
]
