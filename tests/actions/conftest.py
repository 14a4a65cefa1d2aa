"""The photograph of the consent tests, about which a parent is asked who never came in."""

from tests.consent.conftest import ana, leaf, story  # noqa: F401  # fixtures
