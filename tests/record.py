"""The record of a family as tests look at it and change it, as somebody with the tables and the keys could."""

from dataclasses import replace

from held.consent.models import Chain, ProofLine
from held.consent.proving import links_of
from held.consent.record_lines import sealed_line
from held.lib.chain import Link, next_link


def lines() -> list[Link]:
    """Every line of the only record there is."""
    return links_of(Chain.objects.get())


def change_line(number: int, **told: str) -> None:
    """Something else is told in this line, and its hash stays as it was."""
    link = lines()[number - 1]
    _put(replace(link, told=link.told | told))


def write_anew(number: int, **told: str) -> None:
    """Something else is told in this line, and every line after it fits the one before."""
    before, name = None, Chain.objects.get().name.hex
    for link in lines():
        before = next_link(before, name, link.at, link.told | (told if link.number == number else {}))
        _put(before)


def _put(link: Link) -> None:
    chain = Chain.objects.get()
    sealed = sealed_line(chain.family.key, chain.name.hex, link)
    ProofLine.objects.filter(chain=chain, number=link.number).update(sealed=sealed)
