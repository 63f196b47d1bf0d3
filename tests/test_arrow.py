from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fakes import FakeLabeler

import boilerplate
from boilerplate.labels import Role

pa = pytest.importorskip("pyarrow")

from boilerplate import arrow  # noqa: E402

MODEL: Any = FakeLabeler()
PAGE = "player| Play\ntitle| Bridge closes\ntext| On Monday.\nlegal| © River Radio"


def batch(**columns: list[Any]) -> Any:
    return pa.RecordBatch.from_pydict(columns)


def test_a_row_comes_out_for_every_row() -> None:
    pages = batch(id=["a", "b"], url=["https://a.example", None], text=[PAGE, "title| Only this"])
    labelled = arrow.label_batch(pages, MODEL)
    labelled.validate(full=True)
    assert labelled.schema == arrow.PAGES
    first, second = labelled.to_pylist()
    assert (first["id"], first["url"], first["kind"]) == ("a", "https://a.example", "text")
    assert [block["role"] for block in first["blocks"]] == ["player", "title", "text", "legal"]
    assert [block["text"] for block in second["blocks"]] == ["Only this"]
    assert first["model_version"] == MODEL.version
    assert first["error"] is None


def test_blocks_are_told_as_the_package_tells_them(root: Path) -> None:
    source = (root / "examples" / "harbour-news.html").read_bytes()
    model = boilerplate.load()
    page = model.label(source)
    rows = arrow.blocks(arrow.label_batch(batch(id=["a"], html=[source]), model)).to_pylist()
    assert [{name: row[name] for name in page.blocks[0].to_dict()} for row in rows] == [
        block.to_dict() for block in page.blocks
    ]
    assert [row["main_content"] for row in rows] == page.kept.tolist()


def test_html_is_read_as_html_and_text_as_text() -> None:
    pages = batch(html=[PAGE, None, None], text=[None, PAGE, None], source=[None, None, PAGE])
    assert arrow.label_batch(pages, MODEL)["kind"].to_pylist() == ["html", "text", "text"]


def test_a_source_may_tell_its_kind() -> None:
    pages = batch(source=[PAGE, PAGE, PAGE], kind=["html", None, "pdf"])
    assert arrow.label_batch(pages, MODEL)["kind"].to_pylist() == ["html", "text", "text"]


def test_order_is_kept_whatever_the_kinds() -> None:
    texts = [f"title| {i}" for i in range(6)]
    pages = batch(
        html=[text if i % 2 else None for i, text in enumerate(texts)],
        text=[None if i % 2 else text for i, text in enumerate(texts)],
    )
    labelled = arrow.label_batch(pages, MODEL).to_pylist()
    assert [page["blocks"][0]["text"] for page in labelled] == list("012345")


def test_bytes_and_large_strings_are_pages_too() -> None:
    for kind in (pa.binary(), pa.large_binary(), pa.string(), pa.large_string()):
        value = PAGE.encode() if "binary" in str(kind) else PAGE
        pages = pa.RecordBatch.from_arrays([pa.array([value], kind)], ["text"])
        assert len(arrow.label_batch(pages, MODEL).to_pylist()[0]["blocks"]) == 4


def test_a_bad_page_costs_no_other_page_anything() -> None:
    pages = batch(
        id=list("abcdef"),
        text=[PAGE.encode(), b"text| impossible", None, b"%PDF-1.7", b" \n", PAGE.encode()],
    )
    labelled = arrow.label_batch(pages, MODEL).to_pylist()
    assert [(page["id"], page["stage"]) for page in labelled] == [
        ("a", None),
        ("b", "label"),
        ("c", "read"),
        ("d", "read"),
        ("e", "label"),
        ("f", None),
    ]
    assert "can't be labelled" in labelled[1]["error"]
    assert labelled[4]["error"] == "no visible text"
    assert [len(page["blocks"]) for page in labelled] == [4, 0, 0, 0, 0, 4]


def test_a_page_that_has_failed_before_is_handed_on() -> None:
    pages = batch(id=["a"], text=[PAGE], stage=["fetch"], error=["no such host"])
    (page,) = arrow.label_batch(pages, MODEL).to_pylist()
    assert (page["stage"], page["error"], page["blocks"]) == ("fetch", "no such host", [])


def test_an_empty_batch_is_none_too_few() -> None:
    pages = pa.RecordBatch.from_arrays([pa.array([], pa.string())], ["text"])
    assert arrow.label_batch(pages, MODEL).num_rows == 0
    assert arrow.blocks(arrow.label_batch(pages, MODEL)).num_rows == 0


def test_a_batch_without_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="html, text, source"):
        arrow.label_batch(batch(body=[PAGE]), MODEL)


def test_blocks_carry_what_is_known_of_their_page() -> None:
    labelled = arrow.label_batch(batch(id=["a", "b", "c"], text=[PAGE, None, PAGE]), MODEL)
    rows = arrow.blocks(labelled)
    assert rows.schema == arrow.BLOCKS
    assert rows["id"].to_pylist() == ["a"] * 4 + ["c"] * 4
    assert rows["index"].to_pylist() == [0, 1, 2, 3] * 2


def test_other_roles_can_be_left_out() -> None:
    labelled = arrow.label_batch(batch(id=["a", "b", "c"], text=[PAGE, None, PAGE]), MODEL)
    kept = arrow.keep(labelled, [Role.TITLE, Role.LEGAL])
    kept.validate(full=True)
    assert [[block["index"] for block in page["blocks"]] for page in kept.to_pylist()] == [
        [1, 3],
        [],
        [1, 3],
    ]
    assert arrow.blocks(arrow.keep(labelled, [])).num_rows == 0
