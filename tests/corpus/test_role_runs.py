from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from toys import lines, toy_page

from boilerplate.corpus import jsonl, role_runs
from boilerplate.corpus.forms import merged
from boilerplate.corpus.read import read_corpora
from boilerplate.errors import CorpusError
from boilerplate.evaluation.lines import lines_of
from boilerplate.evaluation.prediction import Prediction
from boilerplate.labels import ROLES, Role


def visible(text: str) -> int:
    return len("".join(text.split()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of main content, and roles of its first page in a folder of their own."""
    jsonl.write([toy_page(n, content_only=True) for n in range(2)], tmp_path / "pages.jsonl")
    (tmp_path / "annotations").mkdir()
    runs = tuple((role, visible(text)) for text, role in lines(0))
    role_runs.write({"toy:0": runs}, tmp_path / "annotations" / "toys.roles.jsonl")
    return tmp_path


def test_roles_join_the_pages_they_belong_to(folder: Path) -> None:
    first, second = sorted(
        merged(read_corpora([folder / "pages.jsonl", folder / "annotations"])),
        key=lambda page: page.id,
    )
    assert [first.grade, second.grade] == ["annotated", "content"]
    found = [ROLES[int(row.argmax())] for row in first.allowed]
    assert found == [role for _, role in lines(0)]
    assert first.reference
    assert second.reference


def test_no_text_is_stored(folder: Path) -> None:
    stored = (folder / "annotations" / "toys.roles.jsonl").read_text("utf-8")
    assert not any(text in stored for text, _ in lines(0))


def test_a_file_will_do_and_the_order_does_not_matter(folder: Path) -> None:
    file = folder / "annotations" / "toys.roles.jsonl"
    grades = [page.grade for page in merged(read_corpora([file, folder / "pages.jsonl"]))]
    assert sorted(grades) == ["annotated", "content"]


def test_pages_that_lie_beside_roles_are_read_too(folder: Path) -> None:
    jsonl.write([toy_page(7)], folder / "annotations" / "more.jsonl")
    pages = merged(read_corpora([folder / "pages.jsonl", folder / "annotations"]))
    assert {page.id for page in pages} == {"toy:0", "toy:1", "toy:7"}


def test_blocks_cut_otherwise_get_the_role_of_most_of_their_text() -> None:
    runs = ((Role.NAVIGATION, 4), (Role.TEXT, 10))
    assert role_runs.roles_of_texts(["ab c", "d e f", "ghijklmn"], runs, "page") == [
        Role.NAVIGATION,
        Role.TEXT,
        Role.TEXT,
    ]


def test_roles_of_another_version_of_a_page_are_refused(folder: Path) -> None:
    file = folder / "annotations" / "toys.roles.jsonl"
    role_runs.write({"toy:1": ((Role.TEXT, 3),)}, file)
    with pytest.raises(CorpusError, match=r"toy:1: .* roles are given for 3"):
        list(read_corpora([file, folder / "pages.jsonl"]))


@pytest.mark.parametrize(
    "line", ["{", '{"id": "a"}', '{"id": "a", "runs": [["menu", 3]]}', '{"id": "a", "runs": [3]}']
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.roles.jsonl"
    file.write_text(line)
    with pytest.raises(CorpusError, match=r"bad\.roles\.jsonl:1: "):
        role_runs.read(file)


def test_roles_without_their_pages_are_no_corpus(folder: Path) -> None:
    with pytest.raises(CorpusError, match="roles for pages of another corpus"):
        list(read_corpora([folder]))


def test_nothing_is_measured_against_them(folder: Path) -> None:
    for page in merged(read_corpora([folder / "pages.jsonl", folder / "annotations"])):
        n = len(page.columns)
        guess = Prediction(page, "html", np.full((n, 12), 1 / 12, "f4"), np.zeros(n, "f4"))
        assert lines_of(guess).pages == 0
