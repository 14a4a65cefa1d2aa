"""Which modules a start must not load, and which of them a process loaded."""

from collections.abc import Iterable

NEEDED_ONCE = {"qrcode", "PIL", "fido2", "allauth.mfa.webauthn", "tink", "google.protobuf", "markdown_it", "pyvips"}
# These modules make keys, locks and counters when they are imported: each serving process makes its own.
OF_ONE_PROCESS = {
    "held.pictures.ticket",
    "held.pictures.trying_again",
    "held.jail",
    "held.web.middleware.request_bodies",
}


def loaded(modules: Iterable[str], names: Iterable[str]) -> set[str]:
    """Which of these names are among the modules, or contain one of them."""
    there = list(modules)
    return {name for name in names if any(module == name or module.startswith(f"{name}.") for module in there)}
