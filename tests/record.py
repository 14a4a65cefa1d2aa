"""A family's record, for tests to read and change, as somebody with the tables and the keys could."""

from dataclasses import replace

from held.consent.models import Chain, ProofLine
from held.consent.proving import links_of
from held.consent.record_lines import sealed_line
from held.lib.chain import Link, next_link


def lines() -> list[Link]:
    """Every line of the only record."""
    return links_of(Chain.objects.get())


def change_line(number: int, **told: str) -> None:
    """Change the content of this line, and leave its hash unchanged."""
    link = lines()[number - 1]
    _put(replace(link, told=link.told | told))


def write_anew(number: int, **told: str) -> None:
    """Change the content of this line, and rebuild every later line so that the hashes fit."""
    before, name = None, Chain.objects.get().name.hex
    for link in lines():
        before = next_link(before, name, link.at, link.told | (told if link.number == number else {}))
        _put(before)


def _put(link: Link) -> None:
    chain = Chain.objects.get()
    sealed = sealed_line(chain.family.key, chain.name.hex, link)
    ProofLine.objects.filter(chain=chain, number=link.number).update(sealed=sealed)
