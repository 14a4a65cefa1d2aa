"""The URL prefixes of the six groups of pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("held.web.reader.urls")),
    path("c/", include("held.web.contributor.urls")),
    path("entrance/", include("held.web.entrance.urls")),
    path("family/", include("held.web.family.urls")),
    path("guardian/", include("held.web.guardian.urls")),
    path("host/", include("held.web.host.urls")),
]

handler404 = "held.web.refusals.not_here"
handler500 = "held.web.refusals.our_fault"
handler400 = "held.web.refusals.not_here"
handler403 = "held.web.refusals.form_refused"
