"""How large each harness is: small in `make test`, full with `EVIDENCE=full`. `README.md` here shows this table."""

import os

SIZES = {
    "kills": (12, 300),
    "races of taking back": (24, 2_000),
    "races of a photograph against taking it back": (80, 20_000),
    "races of withdrawing": (400, 100_000),
    "mutated images": (400, 20_000),
    "real camera files": (60, 1_000),
    "kills while photographs arrive": (9, 300),
    "kills while people answer": (6, 300),
    "breaks while photographs come by a link": (10, 100),
    "noes among slow connections": (6, 200),
    "requests with canary words": (1_200, 10_000),
    "saves while a backup runs": (60, 2_000),
}


def is_small() -> bool:
    """Whether this run is the small one, without EVIDENCE=full."""
    return os.environ.get("EVIDENCE") != "full"


def size(name: str) -> int:
    """How often the harness does its work in this run."""
    return SIZES[name][not is_small()]
