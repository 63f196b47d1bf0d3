from __future__ import annotations

from pathlib import Path

import pytest

from boilerplate.batch import durable

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_with_the_file() -> None:
    with pytest.raises(OSError, match="No space left on device") as told:
        durable.append(FULL, "a line\n")
    assert told.value.filename == str(FULL)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def write(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError(28, "")

    with pytest.raises(OSError, match="No space left on device") as told:
        durable.replace(path, write)
    assert told.value.filename == str(path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["before"]
