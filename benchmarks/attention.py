"""How right is the chance of an answer, and how fast? Ours and scikit-learn's on the same past, in the same run.

    python -m benchmarks.attention MESSAGES.parquet [PERSONAS]

All are judged on the last 30 % of each inbox. The peers get the same dense signals and the same hashed words:
LogisticRegression is fitted once per persona on the first 70 %, SGDClassifier learns on in batches of a day, from
labels that are known by then, as ours does. Needs requirements/bench.txt.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from tradewind.attention.answering import AnswerModel
from tradewind.attention.arrivals import arrivals
from tradewind.attention.backtest import TRAINED_SHARE, Followed, first_judged, followed
from tradewind.attention.business import Floats
from tradewind.attention.inbox import Inboxes, inboxes
from tradewind.attention.memory import DAY
from tradewind.attention.slots import WindowRule
from tradewind.attention.windows import best_windows
from tradewind.attention.words import BUCKETS
from tradewind.findings.attention import attention_of_file
from tradewind.scores import auc, average_precision, calibration_error, recall_in_top


def main() -> None:
    file, personas = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 6
    mail = attention_of_file(file).mail
    found = inboxes(mail, personas)
    began = time.process_time()
    seen = list(followed(found, AnswerModel(sorted(found.personas))))
    spent = time.process_time() - began
    judged_from = {name: first_judged(found, name, TRAINED_SHARE) for name in found.personas}
    judged = np.array([one.row >= judged_from[one.look.rep] for one in seen])
    came = np.array([float(one.came) for one in seen])
    inputs = columns(seen)
    print(f"{len(seen):,} messages in {personas} inboxes, {int(judged.sum()):,} judged")
    show("Tradewind, online", np.array([one.look.chance for one in seen]), came, judged, seen, spent)
    began = time.process_time()
    fitted = fitted_once(found, seen, inputs, came, judged)
    show("LogisticRegression, fitted once", fitted, came, judged, seen, time.process_time() - began)
    began = time.process_time()
    show(
        "SGDClassifier, day by day",
        day_by_day(found, seen, inputs, came),
        came,
        judged,
        seen,
        time.process_time() - began,
    )
    coming = arrivals(mail, "UTC+08:00")
    for slot in (15, 5):
        began = time.process_time()
        best_windows(coming, WindowRule(3, slot_min=slot))
        spent = (time.process_time() - began) * 1000
        print(f"plan of 3 windows, slots of {slot} min, {mail.height:,} messages: {spent:.0f} ms of CPU")


def columns(seen: list[Followed]) -> Any:
    """The dense signals without the log-odds of our words, then the words themselves, each message's of length 1."""
    dense = np.array([one.look.signals[:-2] for one in seen], dtype=np.float32)
    sizes = np.array([one.look.buckets.size for one in seen])
    places = np.concatenate([one.look.buckets for one in seen])
    weights = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    words = csr_matrix((weights, places, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(seen), BUCKETS))
    return hstack([csr_matrix(dense), words]).tocsr()


def fitted_once(found: Inboxes, seen: list[Followed], inputs: Any, came: Floats, judged: Any) -> Floats:
    """A model per persona on its first 70 %."""
    said = np.zeros(len(seen))
    for name in found.personas:
        own = np.array([one.look.rep == name for one in seen])
        model = LogisticRegression(C=0.1, max_iter=300).fit(inputs[own & ~judged], came[own & ~judged])
        said[own & judged] = model.predict_proba(inputs[own & judged])[:, 1]
    return said


def day_by_day(found: Inboxes, seen: list[Followed], inputs: Any, came: Floats) -> Floats:
    """A model per persona that learns each morning what is known by then."""
    said = np.zeros(len(seen))
    at, known_at = np.array([one.message.at for one in seen]), np.array([one.known_at for one in seen])
    for name in found.personas:
        own = np.flatnonzero([one.look.rep == name for one in seen])
        model = SGDClassifier(loss="log_loss", alpha=1e-4, learning_rate="constant", eta0=0.01, random_state=1)
        model.partial_fit(inputs[own[:1]], came[own[:1]], classes=[0.0, 1.0])
        for day in np.arange(at[own].min(), at[own].max() + DAY, DAY):
            learnt = own[(known_at[own] >= day - DAY) & (known_at[own] < day)]
            if learnt.size:
                model.partial_fit(inputs[learnt], came[learnt])
            today = own[(at[own] >= day) & (at[own] < day + DAY)]
            if today.size:
                said[today] = model.predict_proba(inputs[today])[:, 1]
    return said


def show(name: str, said: Floats, came: Floats, judged: Any, seen: list[Followed], spent: float) -> None:
    """The means over the personas, and what it took."""
    told = []
    for rep in sorted({one.look.rep for one in seen}):
        some = judged & np.array([one.look.rep == rep for one in seen])
        told.append(
            [measure(said[some], came[some]) for measure in (auc, average_precision, recall_in_top, calibration_error)]
        )
    means = np.array(told, dtype=float).mean(axis=0)
    scores = "  ".join(
        f"{label} {value:.4f}" for label, value in zip(("AUC", "AP", "top tenth", "ECE"), means, strict=True)
    )
    print(f"{name:32}  {scores}  {spent:6.1f} s of CPU, {spent / len(seen) * 1000:.3f} ms a message")


if __name__ == "__main__":
    main()
