"""From pages nobody has labelled to a model of one's own, through the tool as it is used."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from serving import httpx, service

import boilerplate
from boilerplate.model.labeler import Labeler

ROOT = Path(__file__).parents[2]
PAGES = 20

pytestmark = pytest.mark.skipif(
    not list((ROOT / "models").glob("*.joblib")), reason="no model in models/"
)

_THINGS = "ferry mill weir lantern orchard anvil canal kiln bellows loom".split()


def notice_board(number: int) -> list[tuple[str, str]]:
    """A page of a kind that no site of the web has: its lines, and what they are for."""
    a, b, c = (_THINGS[(number * by + at) % 10] for by, at in [(1, 0), (3, 1), (7, 2)])
    return [
        (f"{a} notice board no. {number + 1}", "navigation"),
        (f"Lent by the {b} house", "credit"),
        (f"A {a} seen from the {c}", "caption"),
        (f"About the {a}", "title"),
        (f"set down by hand {number + 3}", "byline"),
        (f"{a}: oak, {number + 4} spans", "text"),
        (f"{b}: iron, {number + 2} spans", "text"),
        (f"ring for the {b}", "interface"),
        (f"whoever takes the {c} answers for it", "legal"),
        (f"ask at the {a} door after noon", "contact"),
        (f"next week: the {b}", "promo"),
    ]


def right(model: Labeler) -> float:
    """The share of all lines that a model gives their role."""
    hits = 0
    for number in range(PAGES):
        lines = notice_board(number)
        page = model.label("\n".join(text for text, _ in lines), "text")
        hits += sum(block.role == role for block, (_, role) in zip(page, lines, strict=True))
    return hits / (PAGES * len(notice_board(0)))


def test_correcting_twenty_pages_makes_a_better_model(tmp_path: Path) -> None:
    corpus = tmp_path / "boards.jsonl"
    boards = {f"board {number}": notice_board(number) for number in range(PAGES)}
    with corpus.open("w") as file:
        for name, lines in boards.items():
            text = "\n".join(text for text, _ in lines)
            file.write(json.dumps({"id": name, "site": f"{name}.example", "text": text}) + "\n")

    with service(str(corpus), "--no-open", command="annotate") as (_, port):
        address = f"http://127.0.0.1:{port}/v1/annotate"
        with httpx.Client(trust_env=False, timeout=60) as client:
            assert client.post(f"{address}/train").status_code == 409  # nothing is saved yet
            for number, entry in enumerate(client.get(address).json()["pages"]):
                roles = [role for _, role in boards[entry["id"]]]
                saved = client.put(f"{address}/pages/{number}", json={"roles": roles})
                assert saved.status_code == 204
            assert client.post(f"{address}/train").status_code == 202
            deadline = time.monotonic() + 300
            while (state := client.get(address).json())["training"]["state"] == "running":
                assert time.monotonic() < deadline
                time.sleep(0.5)
            assert state["training"]["state"] == "done", state["training"]["message"]

    own = boilerplate.load(tmp_path / "boards-1.0.0.joblib")  # type: ignore[arg-type]
    assert right(own) > right(boilerplate.load()) + 0.2


def test_foreign_names_and_sites_are_turned_away(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A page\n\nIt has words.\n")
    with service(str(page), "--no-open", command="annotate") as (_, port):
        address = f"http://127.0.0.1:{port}/v1/annotate"
        with httpx.Client(trust_env=False) as client:
            assert client.get(address, headers={"Host": "evil.example"}).status_code == 400
            elsewhere = {"Sec-Fetch-Site": "cross-site"}
            assert client.post(f"{address}/train", headers=elsewhere).status_code == 403
            # What a form or a script of another site can send without being asked first.
            text = {"Content-Type": "text/plain"}
            sent = client.put(f"{address}/pages/0", content='{"roles": ["text"]}', headers=text)
            assert sent.status_code == 422
            assert not (tmp_path / "page.txt.labelled.jsonl").exists()
