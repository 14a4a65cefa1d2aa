"""Folders of their own for what these tests keep."""

import pytest


@pytest.fixture(autouse=True)
def vault_folders(tmp_path, settings):
    """Nothing of another test lies in the vault."""
    settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING = tmp_path / "photographs", tmp_path / "incoming"
