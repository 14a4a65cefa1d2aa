"""The shipped web servers collect forms in memory and pass photographs on: at which addresses, and what is stored."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.deploy.fronts import DEPLOY

ADDRESSES = {"nginx.conf": r"location ~ (\S+) \{", "Caddyfile": r"@photographs path_regexp (\S+)"}
LENGTHS = ("client_max_body_size", "client_body_buffer_size")


def every_page(resolver: URLResolver, before: str = "/") -> list[tuple[str, bool]]:
    """Each address, with values for its numbers and secrets, and whether photographs are sent there."""
    found = []
    for one in resolver.url_patterns:
        address = before + re.sub(r"<\w+:\w+>", "7", str(one.pattern))
        if isinstance(one, URLPattern):
            found.append((address, getattr(one.callback, "receives", False)))
        else:
            found += every_page(one, address)
    return found


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_only_pages_for_photographs_are_passed_on_unread(name):
    passed = re.findall(ADDRESSES[name], (DEPLOY / name).read_text())
    assert len(passed) == 1
    pages = every_page(get_resolver())
    assert sum(receives for _address, receives in pages) == 2
    assert [address for address, receives in pages if bool(re.search(passed[0], address)) != receives] == []


def test_nginx_buffers_forms_only_in_memory():
    """nginx does if a form is longer than its buffer; so the buffer is as large as the longest form that it accepts."""
    told = (DEPLOY / "nginx.conf").read_text()
    longest, buffer = (re.findall(rf"^\t{name} (\S+);", told, re.MULTILINE) for name in LENGTHS)
    assert longest == buffer == ["11m"]
