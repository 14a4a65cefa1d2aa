"""Which network a request comes from, and that none of it is stored."""

import pytest
from django.test import RequestFactory

from held.web import network
from held.web.network import network_key, network_of, network_of_address


def asked(**meta):
    return RequestFactory().get("/", **meta)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "untold"),
        ("", "untold"),
    ],
)
def test_an_address_counts_for_its_network(address, counted_as):
    assert network_of_address(address) == counted_as


def test_without_a_web_server_in_front_nobody_says_where_they_are(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert network_of(asked(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.5")) == "192.0.2.7"


def test_only_the_address_added_by_our_web_server_is_believed(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    told = asked(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5, 2001:db8:1:2::9")
    assert network_of(told) == "2001:db8:1:2::/64"
    assert network_of(asked(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="nonsense")) == "untold"


def test_a_network_key_hides_the_address_and_changes_daily(monkeypatch):
    one, another = asked(REMOTE_ADDR="192.0.2.7"), asked(REMOTE_ADDR="192.0.2.8")
    today = network_key(one)
    assert today == network_key(one) != network_key(another)
    assert "192.0.2" not in today
    later = network.time() + 24 * 3600
    monkeypatch.setattr(network, "time", lambda: later)
    assert network_key(one) != today
    assert len(network._salts) == 1
