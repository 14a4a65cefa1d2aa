"""Routes of the entrance."""

from django.urls import path

from held.web.entrance import answers, coming_in, leaving, link, paper, showing, sign_in_keys

app_name = "entrance"
urlpatterns = [
    path("", coming_in.come_in, name="come_in"),
    path("passkey/", coming_in.by_passkey, name="passkey"),
    path("arrived/", coming_in.arrived, name="arrived"),
    path("answers/", answers.answers, name="answers"),
    path("answers/<uuid:own_involvement_id>", answers.answer, name="answer"),
    path("leave", leaving.leave, name="leave"),
    path("leaving/", leaving.leaving, name="leaving"),
    path("link/<str:token>/", link.link, name="link"),
    path("keys/", sign_in_keys.keys, name="keys"),
    path("keys/offer/", sign_in_keys.offer, name="offer"),
    path("keys/passkey/", sign_in_keys.add_passkey, name="add_passkey"),
    path("keys/passkey/options/", sign_in_keys.passkey_options, name="passkey_options"),
    path("keys/passkeys/<int:passkey_id>/removal/", sign_in_keys.remove_passkey, name="remove_passkey"),
    path("keys/elsewhere", sign_in_keys.elsewhere, name="elsewhere"),
    path("keys/codes/", paper.codes, name="codes"),
    path("keys/sheet/", paper.sheet, name="sheet"),
    path("show-key/", showing.show_key, name="show_key"),
    path("show-key/passkey/", showing.show_passkey, name="show_passkey"),
]
