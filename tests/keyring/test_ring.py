"""One keyring for the process, read again when other files replaced its own."""

from django.conf import settings

from held.keyring import ring


def test_a_keyring_that_was_forgotten_is_read_again():
    before = ring.open_ring(settings.HELD_KEYS)
    assert ring.open_ring(settings.HELD_KEYS) is before is ring.this_ring()
    ring.forget_ring()
    after = ring.open_ring(settings.HELD_KEYS)
    assert after is not before
    assert after.place == before.place


def test_another_folder_is_another_place(tmp_path):
    assert ring.open_ring(tmp_path / "keys").place != ring.this_ring().place
