"""Whoever asks again and again has to wait."""


def test_questions_for_a_passkey_have_an_end(anyone, db):
    answers = [anyone.get("/entrance/passkey/").status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429
