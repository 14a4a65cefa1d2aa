"""held check: check the installation and suggest fixes."""

import argparse
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import DatabaseError

from held.cli.address import look_from_outside, told_address
from held.cli.check_output import Telling, print_finding, summary_line
from held.cli.checks import Finding
from held.cli.findings import look_everywhere, notes
from held.cli.messages import CannotGoOn, say
from held.cli.preparing import refuse_a_place_not_begun, refuse_missing_words
from held.cli.verify_report import closed_for_good, lost
from held.jail import age_of_decoders, decoders
from held.keeping.schema import NewerTables, refuse_newer_tables
from held.keeping.unfinished import is_unfinished, upgrade_is_unfinished
from held.keeping.verify_all import verify_everything
from held.keyring.text import NoWrappingKey
from held.place import disk_reserve
from held.place.first_host import this_place


def run(options: argparse.Namespace) -> int:
    """0 when nothing is wrong, 1 when something is."""
    refuse_missing_words()
    disk_reserve.make_room_to_open()  # on a full disk no database could be opened
    if newer := _newer_tables():
        tell = Telling(as_json=options.json)
        tell.finding(newer)
        tell.line("Nothing else was checked.")
        return tell.end()
    if options.mail:
        return _try_mail(options.mail)
    if options.address:
        return _ask_address()
    return _look(everything=options.all, as_json=options.json)


def _look(*, everything: bool, as_json: bool) -> int:
    if not is_unfinished() and not (settings.HELD_KEYS / "keyring.db").exists():
        refuse_a_place_not_begun()  # if keys exist, something was stored: then each problem is reported
    tell = Telling(as_json=as_json)
    for checked in look_everywhere():
        tell.checked(checked)
    for note in notes():
        tell.note(note)
    if versions := decoders.describe_versions():
        tell.note(f"Photographs are opened by {versions}.")
    if age_of_decoders.are_old():
        tell.note(age_of_decoders.OLD if age_of_decoders.day_of_newest() else age_of_decoders.OF_UNKNOWN_AGE)
    if everything:
        _open_all(tell)
    return tell.end()


def _newer_tables() -> Finding | None:
    """A finding that replaces all others: no check may query tables that this program does not know."""
    if upgrade_is_unfinished():  # reported by another finding, which queries no table
        return None
    try:
        refuse_newer_tables()
    except NewerTables as newer:
        return Finding(newer.wrong, newer.remedy)
    except DatabaseError:  # reported by another finding
        return None
    return None


def _ask_address() -> int:
    refuse_a_place_not_begun()
    say(f"Testing {told_address()} from outside …")
    found, notes = look_from_outside()
    for finding in found:
        print_finding(finding)
    for note in notes:
        say(f"· {note}")
    say(summary_line(found, well="Pages open there, and forms work."))
    return 1 if found else 0


def _try_mail(name: str) -> int:
    if not settings.HELD_MAIL:
        raise CannotGoOn(
            "No email is set up; held works without it. To set it up: HELD_MAIL=smtp://name:password@mail.example:587"
            "?from=place@example, best in a file that HELD_MAIL_FILE names."
        )
    place = this_place().name or "held"
    say(f"Sending a test email to {name} through {settings.EMAIL_HOST} …")
    try:
        send_mail(
            f"A note from {place}",
            f"This is a test. {place} can send mail, and nothing needs to be done.\n",
            settings.DEFAULT_FROM_EMAIL,
            [name],
        )
    except (OSError, smtplib.SMTPException, ValueError) as reason:
        raise CannotGoOn(_mail_trouble(reason)) from reason
    say(f"{settings.EMAIL_HOST} accepted the email. Please check that it arrives, and look in the spam folder too.")
    return 0


def _mail_trouble(reason: Exception) -> str:
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if isinstance(reason, smtplib.SMTPAuthenticationError):
        return f"{host} does not accept the name and password in HELD_MAIL. Are they those of your mailbox?"
    if isinstance(reason, smtplib.SMTPRecipientsRefused):
        return f"{host} does not accept email to this address. Please check its spelling."
    if isinstance(reason, smtplib.SMTPSenderRefused):
        return f"{host} does not accept email from {settings.DEFAULT_FROM_EMAIL}. HELD_MAIL can end with ?from=…"
    if isinstance(reason, OSError) and not isinstance(reason, smtplib.SMTPException):
        return f"{host} cannot be reached ({type(reason).__name__}). Please check host and port in HELD_MAIL."
    return f"{host} did not accept the email ({type(reason).__name__})."


def _open_all(tell: Telling) -> None:
    """Open everything sealed and report problems. Raises CannotGoOn when nothing can be opened."""
    refuse_a_place_not_begun()
    tell.line("Opening every sealed item once …")
    try:
        opened = verify_everything(tell.progress("Opened"))
    except NoWrappingKey as reason:
        raise CannotGoOn(f"{reason} Please put the files in “keys” of the backup back in their place.") from reason
    tell.line(f"{opened.whole:,} sealed items are intact.")
    for line in closed_for_good(opened):
        tell.line(line)
    for row in opened.damaged:
        tell.finding(Finding(f"Damaged, so nobody sees it: {row}.", "An older copy may have it whole."))
    for finding in lost(opened):
        tell.finding(finding)
