from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from boilerplate.corpus.read import read_corpus
from boilerplate.corpus.records import ContentTruth, PartsTruth, RoleTruth
from boilerplate.errors import CorpusError
from boilerplate.labels import Role

WCXB_HTML = b"<html lang=en-GB><p>Tides turn twice a day."
FUNDUS_HTML = (
    b'<html lang="fr"><link rel="canonical" href="https://www.gazette.example.co.uk/%d"><p>Flood'
)


def put(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(gzip.compress(content))
    else:
        path.write_text(json.dumps(content), encoding="utf-8")


def wcxb_record(text: str | None, **internal: object) -> dict[str, object]:
    internal["page_type"] = {"primary": "forum"}
    truth = {"title": "Tides"} if text is None else {"title": "Tides", "main_content": text}
    return {"url": "https://www.sea.example.org/1", "_internal": internal, "ground_truth": truth}


def fundus_record(title: str) -> dict[str, object]:
    sections = [{"headline": ["Then"], "paragraphs": ["It rose.", " "]}]
    image = {"caption": "The bridge", "authors": ["Bo Day"]}
    return {
        "title": title,
        "body": {"summary": ["In short"], "sections": sections},
        "images": [image, {"caption": None, "authors": []}],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "corpora"
    put(root / "wcxb/dev/ground-truth/0001.json", wcxb_record("Tides turn."))
    put(root / "wcxb/dev/ground-truth/0002.json", wcxb_record("", source="rs-trafilatura-draft"))
    put(root / "wcxb/dev/ground-truth/0003.json", wcxb_record(None))
    for name in ("0001", "0002", "0003"):
        put(root / f"wcxb/dev/html/{name}.html.gz", WCXB_HTML)
    versions = {"V2": fundus_record("C"), "V1": fundus_record("A"), "V1_1": fundus_record("B")}
    put(root / "fundus/ch/Gazette.json", versions)
    for number, date in enumerate(("2023_01_02", "2024_01_02", "2025_01_02")):
        put(root / f"fundus/ch/Gazette_{date}.html.gz", FUNDUS_HTML % number)
    put(root / "fundus/us/Post.json", {"V1": {**fundus_record("D"), "images": None}})
    put(root / "fundus/us/Post_2023_01_02.html.gz", b"<html><p>Flood")
    lines = [["Tides turn twice a day.", "text"]]
    put(root / "roles/a.json", {"id": "1", "html": "wcxb/dev/html/0001.html.gz", "lines": lines})
    fundus_page = "fundus/ch/Gazette_2024_01_02.html.gz"
    put(root / "roles/b.json", {"id": "2", "html": fundus_page, "lines": [["Flood", "title"]]})
    station = {"id": "s", "site": "radio.example", "language": "sv"}
    put(root / "stations/001.json", {**station, "lines": [["Play", "player"], ["Hi", "text"]]})
    return root


def test_wcxb(folder: Path) -> None:
    first, second = read_corpus(folder / "wcxb" / "dev")
    assert (first.id, first.site, first.kind) == ("wcxb:0001", "example.org", "html")
    assert first.source == WCXB_HTML
    assert first.truth == ContentTruth("Tides turn.")
    assert (first.language, first.page_type, first.trust) == ("en", "forum", 1.0)
    assert second.truth == ContentTruth("")
    assert second.trust < 1


def test_fundus_versions_and_dates_rise_together(folder: Path) -> None:
    pages = list(read_corpus(folder / "fundus"))
    assert [page.id for page in pages] == [
        "fundus:ch/Gazette_2023_01_02",
        "fundus:ch/Gazette_2024_01_02",
        "fundus:ch/Gazette_2025_01_02",
        "fundus:us/Post_2023_01_02",
    ]
    titles = [p.truth.parts[0][0] for p in pages if isinstance(p.truth, PartsTruth)]
    assert titles == ["A", "B", "C", "D"]
    assert pages[1].source == FUNDUS_HTML % 1
    assert [page.site for page in pages] == ["example.co.uk"] * 3 + ["post"]
    assert [page.language for page in pages] == ["fr"] * 3 + ["en"]


def test_fundus_parts(folder: Path) -> None:
    truth = next(read_corpus(folder / "fundus")).truth
    assert truth == PartsTruth(
        (
            ("A", Role.TITLE),
            ("In short", Role.TITLE),
            ("Then", Role.TEXT),
            ("It rose.", Role.TEXT),
            ("The bridge", Role.CAPTION),
            ("Bo Day", Role.CREDIT),
        ),
        frozenset({Role.TEXT}),
    )


def test_role_pages_name_the_page_they_repeat(folder: Path) -> None:
    others = {page.id: page for page in read_corpus(folder)}
    for page in read_corpus(folder / "roles"):
        original = others[page.id.removeprefix("roles:")]
        assert original.site == page.site
        assert original.source == page.source
        assert original.page_type == page.page_type
    first = others["roles:wcxb:0001"].truth
    assert first == RoleTruth((("Tides turn twice a day.", Role.TEXT),))


def test_stations(folder: Path) -> None:
    (page,) = read_corpus(folder / "stations")
    assert (page.id, page.site, page.language) == ("stations:001", "radio.example", "sv")
    assert (page.source, page.kind) == ("Play\nHi", "text")


def test_a_folder_of_several_formats(folder: Path) -> None:
    line = {"id": "mine:1", "text": "Hi", "main_content": "Hi"}
    (folder / "own.jsonl").write_text(json.dumps(line), encoding="utf-8")
    ids = [page.id for page in read_corpus(str(folder))]
    assert len(ids) == len(set(ids)) == 10
    assert {page_id.split(":")[0] for page_id in ids} == {
        "fundus", "mine", "roles", "stations", "wcxb",
    }  # fmt: skip


def test_not_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        read_corpus(tmp_path / "missing")
    with pytest.raises(CorpusError, match="no labelled pages found"):
        read_corpus(tmp_path)
    (tmp_path / "notes.txt").write_text("Hello", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"notes\.txt: no labelled pages found"):
        read_corpus(tmp_path / "notes.txt")


def test_damage_names_the_file(folder: Path) -> None:
    (folder / "wcxb/dev/html/0001.html.gz").unlink()
    with pytest.raises(CorpusError, match=r"0001\.html\.gz: no such file"):
        list(read_corpus(folder / "wcxb"))
    (folder / "stations/001.json").write_text("[", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"001\.json: not JSON"):
        list(read_corpus(folder / "stations"))
    (folder / "fundus/us/Post_2023_01_02.html.gz").unlink()
    with pytest.raises(CorpusError, match=r"Post\.json: 1 versions, 0 pages"):
        list(read_corpus(folder / "fundus"))
    put(folder / "roles/a.json", {"html": "x", "lines": [["Hi", "headline"]]})
    with pytest.raises(CorpusError, match=r"a\.json: unknown role 'headline'"):
        list(read_corpus(folder / "roles"))
