"""Pages for people with a link of their own and no account: asked for photographs, or about one."""

from django.urls import path

from held.web.contributor import asked, envelope, looking, lost, photograph_notes, photographs, taking_back

app_name = "contributor"
urlpatterns = [
    path("a/<str:asked_token>", asked.asked, name="asked"),
    path("a/<str:asked_token>/answer", asked.answer, name="answer"),
    path("a/<str:asked_token>/same", asked.same, name="same"),
    path("a/<str:asked_token>/withdrawing", asked.withdrawing, name="withdrawing"),
    path("a/<str:asked_token>/telling", asked.answers_visible, name="telling"),
    path("a/<str:asked_token>/ending", asked.ending, name="ending"),
    path("a/<str:asked_token>/photograph", looking.looking, name="looking_by_old_page"),
    path("a/<str:asked_token>/photograph/<str:about>", looking.looking, name="looking"),
    path("p/<str:ticket>", looking.picture, name="picture"),
    path("lost/", lost.lost, name="lost"),
    path("<str:envelope_token>", envelope.envelope, name="envelope"),
    path("<str:envelope_token>/photographs", photographs.photographs, name="photographs"),
    path("<str:envelope_token>/words", photograph_notes.words, name="words"),
    path("<str:envelope_token>/taking-back", taking_back.taking_back, name="taking_back"),
]
