"""What whoever was asked for photographs may open, by the secret of their link."""

from django.urls import path

from held.web.contributor import envelope, photographs, words

app_name = "contributor"
urlpatterns = [
    path("<str:envelope_token>", envelope.envelope, name="envelope"),
    path("<str:envelope_token>/photographs", photographs.photographs, name="photographs"),
    path("<str:envelope_token>/words", words.words, name="words"),
]
