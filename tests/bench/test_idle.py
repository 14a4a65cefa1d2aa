"""A start is measured only with compiled code: otherwise compiling would be compared."""

import compileall

import pytest

from bench import idle


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Our package, and an installed one; neither is compiled."""
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
