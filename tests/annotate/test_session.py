from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fakes import FakeLabeler, page_of

from boilerplate.corpus import jsonl
from boilerplate.corpus.records import RoleTruth
from boilerplate.errors import CorpusError
from boilerplate.labels import Role

pytest.importorskip("fastapi")

from boilerplate.annotate import Session, Store
from boilerplate.annotate.session import uncertainty
from boilerplate.annotate.sources import read_pages

ROLES = [Role.TITLE, Role.TEXT, Role.LEGAL]


def lines(*records: dict[str, object]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "pages.jsonl"
    records = [
        {"id": name, "text": f"title| {name}\ntext| It closes.\nlegal| ©"}
        for name in ("one", "two", "three")
    ]
    path.write_text(lines(*records))
    return path


def session(corpus: Path, out: str = "out.jsonl") -> Session:
    return Session(read_pages([corpus]), Store(corpus.parent / out), FakeLabeler())  # type: ignore[arg-type]


def test_what_is_saved_is_what_training_reads(corpus: Path) -> None:
    sitting = session(corpus)
    sitting.save(0, [Role.LEGAL, *ROLES[1:]])
    (page,) = jsonl.read(sitting.store.path)
    assert isinstance(page.truth, RoleTruth)
    assert [role for _, role in page.truth.lines] == [Role.LEGAL, Role.TEXT, Role.LEGAL]
    assert page.source == sitting.entries[0].page.source


def test_work_goes_on_where_it_was_left(corpus: Path) -> None:
    first = session(corpus)
    first.save(1, [Role.PROMO, Role.PROMO, Role.PROMO])
    name = first.entries[1].page.id
    again = session(corpus)
    number = next(n for n, entry in enumerate(again.entries) if entry.page.id == name)
    assert [again.is_done(n) for n in range(3)] == [n == number for n in range(3)]
    assert again.roles(number, again.labelled(number)) == [Role.PROMO] * 3


def test_lines_without_words_keep_their_roles(corpus: Path) -> None:
    corpus.write_text(lines({"id": "marks", "text": "credit| /\ncredit| •\ntext| Words."}))
    sitting = session(corpus)
    sitting.save(0, [Role.LEGAL, Role.PROMO, Role.TEXT])
    again = session(corpus)
    assert again.roles(0, again.labelled(0)) == [Role.LEGAL, Role.PROMO, Role.TEXT]


def test_a_page_saved_twice_is_there_once(corpus: Path) -> None:
    sitting = session(corpus)
    sitting.save(0, ROLES)
    sitting.save(0, [Role.COMMENT] * 3)
    (page,) = jsonl.read(sitting.store.path)
    assert isinstance(page.truth, RoleTruth)
    assert page.truth.lines[0][1] is Role.COMMENT


def test_two_who_label_into_one_file_lose_nothing(corpus: Path) -> None:
    one, other = session(corpus), session(corpus)
    one.save(0, ROLES)
    other.save(1, ROLES)
    one.save(2, ROLES)
    assert len(list(jsonl.read(one.store.path))) == 3


def test_pages_saved_at_the_same_moment_are_all_there(corpus: Path) -> None:
    names = [f"page {number}" for number in range(12)]
    corpus.write_text(lines(*({"id": name, "text": "title| a"} for name in names)))
    sitting = session(corpus)
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda number: sitting.save(number, [Role.TITLE]), range(len(names))))
    assert {page.id for page in jsonl.read(sitting.store.path)} == set(names)


def test_a_file_that_can_not_be_written_stays_as_it_was(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = session(corpus)
    sitting.save(0, ROLES)
    before = sitting.store.path.read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jsonl, "write", full)
    with pytest.raises(CorpusError, match="No space left"):
        sitting.save(1, ROLES)
    assert sitting.store.path.read_bytes() == before
    assert not sitting.is_done(1)
    assert len(list(corpus.parent.iterdir())) == 2


def test_what_was_known_before_is_proposed(corpus: Path) -> None:
    known = [["title| one", "legal"], ["text| It closes.", "promo"]]
    corpus.write_text(
        lines({"id": "a", "text": "title| one\ntext| It closes.\nlegal| ©", "roles": known})
    )
    sitting = session(corpus)
    assert not sitting.is_done(0)
    # The fake labeler shows lines without their roles; the last one is in no known line.
    assert sitting.roles(0, sitting.labelled(0)) == [Role.LEGAL, Role.PROMO, Role.LEGAL]


def test_wrong_numbers_of_roles_are_refused(corpus: Path) -> None:
    sitting = session(corpus)
    with pytest.raises(ValueError, match="3 blocks, not 2"):
        sitting.save(0, ROLES[:2])
    assert not sitting.store.path.exists()


def test_uncertainty_is_that_of_the_roles() -> None:
    sure, unsure = page_of([("a", "text")]), page_of([("a", "text")])
    sure.probabilities[:] = [[0, 0, 1, *[0] * 9]]
    unsure.probabilities[:] = 1 / 12
    assert uncertainty(sure) == pytest.approx(0, abs=1e-6)
    assert uncertainty(unsure) == pytest.approx(1)
    assert uncertainty(page_of([])) == 0


def test_the_least_certain_page_comes_first(corpus: Path) -> None:
    class Doubtful(FakeLabeler):
        def label(self, source: str | bytes, kind: str = "auto"):  # type: ignore[no-untyped-def]
            page = super().label(source, "text")
            if "two" in str(source):
                page.probabilities[:] = 1 / 12
            return page

    entries = Session(
        read_pages([corpus]),
        Store(corpus.parent / "out.jsonl"),
        Doubtful(),  # type: ignore[arg-type]
    ).entries
    assert entries[0].page.id == "two"
    assert [entry.uncertainty for entry in entries] == sorted(
        (entry.uncertainty for entry in entries), reverse=True
    )


def test_pages_come_from_folders_and_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(
        '<link rel=canonical href="https://www.river.example/a"><p>Words'
    )
    (tmp_path / "in" / "b.txt").write_text("Words\n")
    (tmp_path / "in" / "c.jsonl").write_text(lines({"text": "Words"}))
    (tmp_path / "in" / "d.png").write_bytes(b"\x89PNG")
    pages = list(read_pages([tmp_path / "in"]))
    assert [page.kind for page in pages] == ["html", "text", "text"]
    assert pages[0].site == "river.example"


@pytest.mark.parametrize("name", ["missing.html", "missing.jsonl"])
def test_a_missing_source_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        list(read_pages([tmp_path / name]))


def test_two_pages_of_one_name_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines({"id": "x", "text": "a"}, {"id": "x", "text": "b"}))
    with pytest.raises(CorpusError, match="two pages 'x'"):
        list(read_pages([tmp_path / "a.jsonl"]))


def test_training_still_refuses_pages_without_labels(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="exactly one of roles"):
        list(jsonl.read(corpus))
