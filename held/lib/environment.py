"""Settings read from the environment, each from `NAME` or from the file that `NAME_FILE` names."""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


class WrongSetting(Exception):
    """A setting cannot be used; the message is one sentence that says which, why, and what is accepted."""


class Environment:
    """Reads settings that begin with `prefix`; misspelled or duplicate settings raise WrongSetting."""

    def __init__(self, prefix: str, names: Iterable[str], environ: Mapping[str, str] | None = None) -> None:
        self._prefix = prefix
        self._names = set(names)
        self._environ = os.environ if environ is None else environ
        for given in self._environ:
            if given.startswith(prefix):
                self._refuse_unknown(given)

    def text(self, name: str, default: str = "") -> str:
        """The setting's text, stripped, or the default. Raises WrongSetting."""
        full = self._prefix + name
        if full + "_FILE" in self._environ:
            if full in self._environ:
                raise WrongSetting(f"{full} and {full}_FILE are both set. Please keep one of them.")
            return self._read(full + "_FILE")
        return self._environ.get(full, default).strip()

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between `least` and `most`. Raises WrongSetting."""
        given = self.text(name, str(default))
        if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
            raise WrongSetting(f"{self._prefix}{name} is “{given}”. It needs a whole number from {least} to {most}.")
        return int(given)

    def choice(self, name: str, *, default: bool) -> bool:
        """Whether it is “yes”; the only other value is “no”. Raises WrongSetting."""
        given = self.text(name, "yes" if default else "no").lower()
        if given not in {"yes", "no"}:
            raise WrongSetting(f"{self._prefix}{name} is “{given}”. It needs “yes” or “no”.")
        return given == "yes"

    def _read(self, full: str) -> str:
        try:
            return Path(self._environ[full]).read_text().strip()
        except (OSError, UnicodeDecodeError) as reason:
            raise WrongSetting(
                f"{full} names {self._environ[full]}, which cannot be read ({type(reason).__name__})."
            ) from reason

    def _refuse_unknown(self, given: str) -> None:
        if given.removeprefix(self._prefix).removesuffix("_FILE") in self._names:
            return
        near = difflib.get_close_matches(given.removeprefix(self._prefix), self._names, n=1)
        hint = f" Did you mean {self._prefix}{near[0]}?" if near else ""
        raise WrongSetting(f"{given} is not a setting of held.{hint}")
