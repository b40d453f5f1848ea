"""A folder of catalogues that a test may change."""

import shutil
from pathlib import Path

import pytest

from locales import catalogue


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Copies of the real catalogues."""
    shutil.copy(catalogue.template(), tmp_path)
    for language in catalogue.LANGUAGES:
        target = catalogue.words_file(language, tmp_path)
        target.parent.mkdir(parents=True)
        shutil.copy(catalogue.words_file(language), target)
    return tmp_path
