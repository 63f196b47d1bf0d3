from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from boilerplate.corpus.align import align
from boilerplate.corpus.records import ContentTruth, LabelledPage, LabelTruth, RoleTruth, Truth
from boilerplate.evaluation.report import Prediction, report
from boilerplate.labels import LABELS, ROLES, Label, Role
from boilerplate.page import split

TEXTS = ("Home", "Rain stops", "It rained for a week.", "© Valley Post")
TRUE = (Role.NAVIGATION, Role.TITLE, Role.TEXT, Role.LEGAL)
SURE = 0.78


def predicted(
    truth: Truth,
    roles: Sequence[Role] = TRUE,
    kept: Sequence[int] = (1, 2),
    page_type: str | None = None,
    form: str = "text",
) -> Prediction:
    """A prediction of these roles with `SURE` each, of these blocks as main content."""
    source = "\n".join(TEXTS)
    page = LabelledPage("a", "a.example", source, "text", truth, page_type=page_type)
    probability = np.full((len(TEXTS), len(ROLES)), (1 - SURE) / 11, np.float32)
    probability[np.arange(len(TEXTS)), [ROLES.index(role) for role in roles]] = SURE
    content = np.full(len(TEXTS), 0.01, np.float32)
    content[list(kept)] = 0.99
    return Prediction(align(page, split(source, "text")), form, probability, content)


def role_truth(*roles: Role) -> RoleTruth:
    return RoleTruth(tuple(zip(TEXTS, roles or TRUE, strict=False)))


MAIN = ContentTruth("Rain stops\nIt rained for a week.")


def test_all_right_scores_one() -> None:
    scores = report([predicted(role_truth())]).scores["text"]
    assert scores["label_macro_f1"] == scores["label_macro_f1_by_word"] == 1
    assert scores["role_macro_f1"] == 1
    assert scores["pages"] == scores["pages_with_labels"] == 1
    assert scores["lines"] == 4
    assert scores["role_f1"] == {role.value: 1 for role in sorted(TRUE, key=ROLES.index)}
    assert "word_f1" not in scores


def test_labels_and_roles_by_hand() -> None:
    """The title is taken for text, the small print for a menu."""
    found = (Role.NAVIGATION, Role.TEXT, Role.TEXT, Role.NAVIGATION)
    scores = report([predicted(role_truth(), found)]).scores["text"]
    assert scores["label_f1"] == {"player_chrome": 0.6667, "body": 1, "footer": 0}
    assert scores["label_macro_f1"] == pytest.approx((2 / 3 + 1 + 0) / 3, abs=1e-4)
    assert scores["role_f1"] == {"title": 0, "text": 0.6667, "navigation": 0.6667, "legal": 0}
    assert scores["role_macro_f1"] == pytest.approx(1 / 3, abs=1e-4)
    rows = dict(zip(LABELS, scores["label_confusion"], strict=True))
    assert sum(map(sum, rows.values())) == 4
    assert rows[Label.FOOTER][LABELS.index(Label.PLAYER_CHROME)] == 1
    assert rows[Label.BODY][LABELS.index(Label.BODY)] == 2


def test_lines_may_be_weighed_by_their_words() -> None:
    """``Home`` counts as one word, ``© Valley Post`` as 13/6."""
    found = (Role.NAVIGATION, Role.TITLE, Role.TEXT, Role.NAVIGATION)
    scores = report([predicted(role_truth(), found)]).scores["text"]
    navigation = 2 / (2 + 13 / 6)
    assert scores["label_macro_f1_by_word"] == pytest.approx((navigation + 1 + 0) / 3, abs=1e-4)


def test_labels_are_decided_before_roles_and_their_probability_is_the_labels() -> None:
    """All labels right, with the sum of what their roles have."""
    scores = report([predicted(role_truth())]).scores["text"]
    other = (1 - SURE) / 11
    said = [SURE + others * other for others in (2, 2, 2, 3)]
    error = 1 - np.mean(said)
    assert scores["label_calibration_error"] == pytest.approx(error, abs=1e-4)


def test_wrong_labels_make_a_model_too_sure() -> None:
    """One label of four is wrong, where all are said to be right by the same 82 %."""
    found = (Role.NAVIGATION, Role.TITLE, Role.TEXT, Role.NAVIGATION)
    scores = report([predicted(role_truth(), found)]).scores["text"]
    assert scores["label_calibration_error"] == pytest.approx(0.82 - 3 / 4, abs=1e-4)


def test_labels_without_roles_are_scored_as_labels() -> None:
    truth = LabelTruth(tuple((text, role.label) for text, role in zip(TEXTS, TRUE, strict=True)))
    found = (Role.INTERFACE, Role.TEXT, Role.BYLINE, Role.CONTACT)
    scores = report([predicted(truth, found)]).scores["text"]
    assert scores["label_macro_f1"] == 1
    assert "role_macro_f1" not in scores


def test_lines_of_which_nothing_is_known_do_not_count() -> None:
    found = (Role.NAVIGATION, Role.TITLE, Role.LEGAL, Role.TEXT)
    scores = report([predicted(role_truth(*TRUE[:2]), found)]).scores["text"]
    assert scores["lines"] == 2
    assert scores["label_macro_f1"] == 1


def test_main_content_is_scored_by_its_words() -> None:
    """Seven words wanted: all with one more, then the headline's two alone."""
    pages = [
        predicted(MAIN, kept=(0, 1, 2), page_type="article"),
        predicted(MAIN, kept=(1,), page_type="forum"),
        predicted(MAIN, kept=(1, 2)),
    ]
    scores = report(pages).scores["text"]
    assert scores["pages"] == scores["pages_with_reference"] == 3
    assert scores["word_f1_by_type"] == {"article": 0.9333, "forum": 0.4444, "other": 1}
    assert scores["word_f1"] == pytest.approx((14 / 15 + 4 / 9 + 1) / 3, abs=1e-4)
    assert scores["word_precision"] == pytest.approx((7 / 8 + 1 + 1) / 3, abs=1e-4)
    assert scores["word_recall"] == pytest.approx((1 + 2 / 7 + 1) / 3, abs=1e-4)
    assert "label_macro_f1" not in scores


def test_pages_without_main_content_want_nothing() -> None:
    empty = ContentTruth("")
    assert report([predicted(empty, kept=())]).scores["text"]["word_f1"] == 1
    assert report([predicted(empty, kept=(2,))]).scores["text"]["word_f1"] == 0


def test_forms_are_scored_apart() -> None:
    wrong = (Role.TEXT, Role.LEGAL, Role.LEGAL, Role.PLAYER)
    found = report([predicted(role_truth(), wrong, form="html"), predicted(role_truth())])
    assert list(found.scores) == ["html", "text"]
    assert found.scores["html"]["label_macro_f1"] == 0
    assert found.scores["text"]["label_macro_f1"] == 1


def test_a_page_with_roles_and_main_content_is_scored_by_both() -> None:
    prediction = predicted(role_truth())
    both = replace(prediction, page=replace(prediction.page, reference=MAIN.text))
    scores = report([both]).scores["text"]
    assert scores["word_f1"] == scores["label_macro_f1"] == 1


def test_scores_are_ready_for_json_and_for_reading() -> None:
    found = report([predicted(role_truth()), predicted(MAIN, page_type="article")])
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False)) == found.scores
    rows = dict(found.rows())
    assert rows["text pages"] == 2
    assert rows["text word_f1_by_type article"] == 1
    assert rows["text label_f1 body"] == 1
    assert not any("confusion" in name for name in rows)
    assert report([]).rows() == []
