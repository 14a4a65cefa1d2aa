"""Parses the address of this installation, as the host set it, into the form that browsers use."""

import re
from unicodedata import normalize
from urllib.parse import urlsplit

from held.lib.environment import WrongSetting

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?")  # only what browsers send in the same form


class AnotherName(ValueError):
    """A name that Python encodes as another domain than browsers do: “ß” as “ss”, which somebody else may own."""


def read_address(given: str) -> str:
    """The address of this place as `scheme://host[:port]`, or "" if none was given. Raises WrongSetting."""
    if not given:
        return ""
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        netloc = in_plain_letters(parts.netloc)
    except AnotherName:
        raise WrongSetting(
            f"HELD_ADDRESS is “{given}”. Browsers write some letters of this name differently than held "
            "can. Please give the name in the form that begins with xn--; the shop where it was bought shows it."
        ) from None
    except ValueError:  # brackets without an IPv6 address, or an empty or very long part of a name
        parts, netloc = urlsplit(""), ""
    local = parts.hostname in {"localhost", "127.0.0.1"}
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(netloc) or beyond:
        raise WrongSetting(
            f"HELD_ADDRESS is “{given}”. It needs an address such as https://our-place.example, with nothing after it."
        )
    if not _is_port(netloc.rpartition(":")[2] if ":" in netloc else "1"):
        raise WrongSetting(
            f"HELD_ADDRESS is “{given}”. The port, after the colon, is a number from 1 to 65535 that begins with no 0."
        )
    if parts.scheme == "http" and not local:
        raise WrongSetting(
            f"HELD_ADDRESS is “{given}”. Letters and stories have to be encrypted: please use an address with https://."
        )
    standard = {"http": ":80", "https": ":443"}[parts.scheme]  # browsers leave it out
    return f"{parts.scheme}://{netloc.removesuffix(standard)}"


def in_plain_letters(netloc: str) -> str:
    """The form in which browsers send the name: they encode `ö` as `xn--…`.

    Python implements the standard of 2003 (RFC 3490); browsers follow UTS 46. They differ if Python loses a letter, so
    a name that does not decode to the same name is refused. Raises AnotherName, and ValueError for an invalid name.
    """
    name = normalize("NFC", netloc.lower())
    plain = name.encode("idna")
    if not name.isascii() and plain.decode("idna") != name:
        raise AnotherName
    return plain.decode()


def _is_port(port: str) -> bool:
    return port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535 and not port.startswith("0")
