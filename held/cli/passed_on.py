"""Checks what a reverse proxy passes on: what is missing or wrong, and the line for nginx and Caddy."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from held.cli.checks import Finding
from held.cli.outside import Answer
from held.cli.remedies import in_proxy, in_site
from held.web.reverse_proxy import origin_of

OUR_MARK = "tdm-reservation"  # a header of every response of a held
NOT_REACHED = (502, 503, 504)


def judge(answer: Answer, address: str) -> tuple[list[Finding], list[str]]:
    """Problems, and notes that are not problems, from the response to our request."""
    report = _report(answer)
    if report is None:
        return [_who_answered(answer, address)], []
    if not is_this_place(answer):
        return [_of_another_address(address)], []
    arrived = report["arrived"]
    return [*_asked(arrived), *_answered(answer, report), *_started(report)], _notes(arrived)


def is_this_place(answer: Answer) -> bool:
    """Whether our page answered, in an installation that uses the address we requested."""
    report = _report(answer)
    return report is not None and report.get("address") == "same"


def long_form_refused(reason: str) -> Finding:
    """A form as long as held accepts did not get through, though a short one did."""
    return Finding(
        f"The web server in front refuses a form of 10 MB ({reason}): long texts cannot be saved.",
        in_site("client_max_body_size 11m;", "remove “max_size” from request_body."),
    )


def _of_another_address(address: str) -> Finding:
    return Finding(
        f"The running place uses another address than {address}. Nothing else was checked.",
        "If the address of held was changed, restart it (systemctl restart held). If not, run this command with the "
        "HELD_ADDRESS that the place uses.",
    )


def _report(answer: Answer) -> dict[str, Any] | None:
    """The data of our page; None if something else answered."""
    try:
        report = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    arrived = report.get("arrived") if answer.status == 200 and isinstance(report, dict) else None
    is_ours = isinstance(arrived, dict) and all(isinstance(shape, str) for shape in arrived.values())
    return report if is_ours else None


def _started(report: Mapping[str, Any]) -> list[Finding]:
    if report.get("cookies") == "https alone":
        return []
    wrong = "The place was started before its address was set, so its cookies are not yet limited to HTTPS."
    return [Finding(wrong, "Please restart it (systemctl restart held). Everybody then has to sign in again.")]


def _asked(arrived: Mapping[str, str]) -> list[Finding]:
    found = []
    if arrived.get("Host") == "local":
        found.append(
            Finding(
                "The web server in front does not pass on the host name of the request (Host). Pages open and "
                "forms work; a passkey may not.",
                in_proxy("proxy_set_header Host $http_host;", "remove “header_up Host …”."),
            )
        )
    elif arrived.get("Host") != "told":
        found.append(
            Finding(
                "The web server in front changes the host name of the request (Host), so no page opens.",
                in_proxy("proxy_set_header Host $http_host;", "remove “header_up Host …”."),
            )
        )
    return found + _about_the_visitor(arrived) + _about_forms(arrived)


def _about_the_visitor(arrived: Mapping[str, str]) -> list[Finding]:
    if arrived.get("X-Forwarded-For") == "made up":
        return [
            Finding(
                "The web server in front passes on an address that a visitor made up (X-Forwarded-For), "
                "so rate limits can be bypassed.",
                in_proxy("proxy_set_header X-Forwarded-For $remote_addr;", "remove “trusted_proxies”."),
            )
        ]
    if arrived.get("X-Forwarded-For") == "missing":
        return [
            Finding(
                "The web server in front does not pass on the visitor’s address (X-Forwarded-For), so rate limits "
                "count everybody as one visitor.",
                in_proxy("proxy_set_header X-Forwarded-For $remote_addr;", "remove “header_up -X-Forwarded-For”."),
            )
        ]
    return []


def _about_forms(arrived: Mapping[str, str]) -> list[Finding]:
    found = []
    for name, harm in (("Origin", "forms are refused"), ("Cookie", "nobody can sign in or send a form")):
        if arrived.get(name) not in {"told", "there"}:
            found.append(
                Finding(
                    f"The web server in front removes or changes {name}: {harm}.",
                    in_proxy(f"remove “proxy_set_header {name} …”.", f"remove “header_up {name} …” or “-{name}”."),
                )
            )
    return found


def _answered(answer: Answer, report: Mapping[str, Any]) -> list[Finding]:
    """Our headers that are missing from the response."""
    wanted = {"content-security-policy": "default-src", "cache-control": "no-store"}
    if report.get("cookies") == "https alone":  # if not, held sends it after its next start
        wanted["strict-transport-security"] = "max-age"
    lost = [name for name, part in wanted.items() if part not in answer.headers.get(name, "")]
    return [
        Finding(
            f"The web server in front removes or changes {name}, which held sends.",
            in_proxy(f"remove “proxy_hide_header {name}” and “add_header {name} …”.", f"remove “header {name} …”."),
        )
        for name in lost
    ]


def _notes(arrived: Mapping[str, str]) -> list[str]:
    notes = []
    if arrived.get("X-Forwarded-Proto") == "http":
        notes.append("X-Forwarded-Proto says http although TLS was used. held ignores it.")
    if arrived.get("Referer") != "told":
        notes.append("The web server removes or changes Referer. Browsers from before 2020 then can’t send forms.")
    return notes


def _who_answered(answer: Answer, address: str) -> Finding:
    if 300 <= answer.status < 400:
        target = origin_of(answer.headers.get("location", ""))
        leads = f" to {target}" if target.isprintable() and target else ""  # a terminal interprets other characters
        return Finding(
            f"{address} redirects forms{leads}, so what is sent gets lost.",
            "If people should use another address, set it in held (HELD_ADDRESS, or on the host’s pages). "
            "Otherwise:\n" + in_site("remove “return” and “rewrite”.", "remove “redir”."),
        )
    if answer.status in NOT_REACHED:
        here = f"127.0.0.1:{settings.HELD_PORT}"
        return Finding(
            f"The web server answers but can’t reach this place ({answer.status}).",
            in_proxy(f"proxy_pass http://{here};", f"reverse_proxy {here}."),
        )
    if OUR_MARK in answer.headers:
        return Finding(
            "A different held answers at this address, or it cannot read this folder.",
            f"Is {settings.HELD_DATA} the folder of the running place? Please run this command under the same "
            "account and with the same HELD_DATA.",
        )
    return Finding(
        f"Another program answers at this address ({answer.status}), or the web server passes on some paths only.",
        in_site(
            f"“location /” with proxy_pass http://127.0.0.1:{settings.HELD_PORT};",
            f"reverse_proxy 127.0.0.1:{settings.HELD_PORT}, without a path.",
        ),
    )
