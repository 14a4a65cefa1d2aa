"""A start is measured only from compiled code: else it would be compiling that is compared."""

import compileall

import pytest

from bench import idle


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Ours, and one that is installed; neither is compiled."""
    monkeypatch.setattr(idle, "ROOT", tmp_path)
    folders = [tmp_path / "held", tmp_path / ".venv-bench/lib/python3.11/site-packages/wagtail"]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    return folders


def test_a_package_without_compiled_code_is_refused(packages):
    for folder in packages:
        with pytest.raises(idle.NotCompiled, match=folder.name):
            idle.refuse_uncompiled(folder.name)


def test_a_package_with_compiled_code_is_measured(packages):
    for folder in packages:
        compileall.compile_dir(folder, quiet=1)
        idle.refuse_uncompiled(folder.name)
