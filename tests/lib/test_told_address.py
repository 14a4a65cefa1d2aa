"""A configured address is the one that browsers go to: never another domain, and with a valid port."""

import pytest
from django.urls import reverse

from held.lib.environment import WrongSetting
from held.lib.told_address import read_address
from held.place.models import Place


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://möwe.example", "https://xn--mwe-sna.example"),
        ("https://MÖWE.example", "https://xn--mwe-sna.example"),
        ("https://mo\u0308we.example", "https://xn--mwe-sna.example"),  # o and a separate dieresis
        ("https://例え.example", "https://xn--r8jz45g.example"),
        ("https://xn--familie-wei-m1a.example", "https://xn--familie-wei-m1a.example"),
        ("https://our.example:1", "https://our.example:1"),
        ("https://our.example:65535", "https://our.example:65535"),
    ],
)
def test_a_name_is_kept_as_browsers_write_it(given, kept):
    assert read_address(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "https://familie-weiß.example",
        "https://FAMILIE-WEIẞ.example",
        "https://σοφός.example",  # a sigma at the end of a word
        "https://نامه\u200cای.example",  # a zero-width joiner
        "https://ａ.example",
    ],
)
def test_an_ambiguous_domain_name_must_be_given_as_xn(given):
    with pytest.raises(WrongSetting, match="begins with xn--"):
        read_address(given)


@pytest.mark.parametrize("port", ["0", "00443", "0443", "65536", "99999", "1" * 5000, "²", ""])
def test_an_invalid_port_is_refused_with_a_sentence(port):
    with pytest.raises(WrongSetting, match="HELD_ADDRESS is"):
        read_address(f"https://our.example:{port}")


@pytest.mark.parametrize(
    "given", ["https://[", "https://]", "https://[::1", "https://.", "https://a..b", "https://" + "a" * 64]
)
def test_what_is_no_address_at_all_is_refused_in_words(given):
    with pytest.raises(WrongSetting, match="HELD_ADDRESS is"):
        read_address(given)


@pytest.mark.parametrize("given", ["https://familie-weiß.example", "https://our.example:99999", "https://["])
def test_the_pages_of_the_host_keep_none_of_these(cast, signed_in, given):
    before = Place.objects.get().address
    page = signed_in(cast.hilde, key=True).post(reverse("host:question", args=[2]), {"answer": given, "sure": "yes"})
    assert "We couldn’t read this as an address" in page.content.decode()
    assert Place.objects.get().address == before
