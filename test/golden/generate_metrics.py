"""Writes metrics.json: what scikit-learn, NumPy and SciPy make of random predictions.

    python3 test/golden/generate_metrics.py        (scikit-learn 1.9, Python 3.11)

Truths and verdicts are numbers of authors; -1 is an author that the model does not know, or the verdict "none of
these". Probabilities are rounded to few digits in some cases, so that there are ties and values on the bins' edges.
"""

import json
import pathlib
import warnings

import numpy as np
import scipy.stats
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.dummy import DummyClassifier
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_recall_fscore_support,
    recall_score,
)

warnings.filterwarnings("ignore")
BINS = 15


def expected_f1(n, s, q):
    """The slow, obvious sum: true and false positives are two independent binomials."""
    if s == 0:
        return 0.0
    hit = np.arange(s + 1)[:, None]
    wrong = np.arange(n - s + 1)[None, :]
    weight = scipy.stats.binom.pmf(hit, s, q) * scipy.stats.binom.pmf(wrong, n - s, q)
    return float((weight * 2 * hit / (s + hit + wrong)).sum())


def baselines(truths, authors, training):
    labels = np.arange(authors)
    known = truths >= 0
    y = np.repeat(labels, training)
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((len(y), 1)), y)
    # Authors without training documents are not among the dummy's classes.
    shares = np.zeros(authors)
    shares[dummy.classes_] = dummy.class_prior_
    most = int(dummy.predict([[0]])[0])
    constant = np.full(len(truths), most)
    priors = np.tile(shares, (known.sum(), 1))
    support = np.array([(truths == author).sum() for author in labels])
    n = len(truths)
    counted = sum(1 if s > 0 else 1 - (1 - q) ** n for s, q in zip(support, shares))
    probability = {
        "log_loss": log_loss(truths[known], priors, labels=labels),
        "brier_score": brier_score_loss(truths[known], priors, labels=labels, scale_by_half=False),
    }
    return {
        "majority": {
            "author": str(most),
            **verdict_metrics(truths, constant, authors),
            **probability,
        },
        "random": {
            "accuracy": float((support * shares).sum() / n),
            "balanced_accuracy": float(shares[support > 0].mean()),
            "macro_f1": sum(expected_f1(n, s, q) for s, q in zip(support, shares)) / counted,
            **probability,
        },
    }


def verdict_metrics(truths, verdicts, authors):
    present = sorted(set(truths[truths >= 0]))
    occurring = sorted(set(truths[truths >= 0]) | set(verdicts[verdicts >= 0]))
    return {
        "accuracy": accuracy_score(truths, verdicts),
        "balanced_accuracy": recall_score(truths, verdicts, labels=present, average="macro"),
        "macro_f1": f1_score(truths, verdicts, labels=occurring, average="macro"),
    }


def case(name, rng, documents, authors, absent=(), never=(), unknown=0.0, strangers=0.0, digits=None):
    """`absent`: authors without test documents; `never`: authors never answered."""
    present = [a for a in range(authors) if a not in absent]
    truths = rng.choice(present, documents)
    truths[rng.random(documents) < strangers] = -1
    probabilities = rng.dirichlet(np.full(authors, 0.4), documents)
    for author in never:
        probabilities[:, author] = 0
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    if digits is not None:
        # Whole parts of `digits`, so that ties and bin edges occur; what is left over goes to the first author.
        probabilities = np.floor(probabilities * digits)
        probabilities[:, 0] += digits - probabilities.sum(axis=1)
        probabilities /= digits
    top = probabilities.argmax(axis=1)
    verdicts = np.where(rng.random(documents) < unknown, -1, top)
    known = truths >= 0
    labels = np.arange(authors)
    p = probabilities[known]
    y = truths[known]
    confidence = p.max(axis=1)
    right = top[known] == y
    accuracies, confidences = calibration_curve(right, confidence, n_bins=BINS, strategy="uniform")
    # The same bins as inside calibration_curve.
    where = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence)
    counts = np.bincount(where, minlength=BINS)
    filled = np.flatnonzero(counts)
    precision, recall, f1, support = precision_recall_fscore_support(truths, verdicts, labels=labels)
    training = rng.integers(0, 40, authors) + (np.arange(authors) == 1) * 3
    return {
        "name": name,
        "authors": authors,
        "truths": truths.tolist(),
        "verdicts": verdicts.tolist(),
        "probabilities": probabilities.tolist(),
        "training_documents": training.tolist(),
        "expected": {
            **verdict_metrics(truths, verdicts, authors),
            "log_loss": log_loss(y, p, labels=labels),
            "brier_score": brier_score_loss(y, p, labels=labels, scale_by_half=False),
            "expected_calibration_error": float(
                (counts[filled] / counts.sum() * np.abs(accuracies - confidences)).sum()
            ),
            "reliability_curve": [
                {"bin": int(b), "documents": int(counts[b]), "confidence": c, "accuracy": a}
                for b, c, a in zip(filled, confidences, accuracies)
            ],
            "per_author": [
                {"author": str(a), "precision": precision[a], "recall": recall[a], "f1": f1[a], "support": int(support[a])}
                for a in labels
            ],
            "confusion_matrix": confusion_matrix(truths, verdicts, labels=[*labels, -1]).tolist(),
            "baselines": baselines(truths, authors, training),
        },
    }


def intervals(rng):
    """SciPy's percentile bootstrap with many samples; ours draws other samples and must come close."""
    cases = []
    for name, sizes in (
        ("documents", np.ones(150, dtype=int)),
        ("works of equal size", np.full(25, 8)),
        ("works of unequal size", rng.integers(1, 30, 40)),
    ):
        right = np.array([rng.binomial(n, p) for n, p in zip(sizes, rng.beta(4, 2, len(sizes)))])
        result = scipy.stats.bootstrap(
            (right, sizes),
            lambda r, n, axis: r.sum(axis=axis) / n.sum(axis=axis),
            paired=True,
            vectorized=True,
            n_resamples=50_000,
            method="percentile",
            random_state=rng,
        )
        cases.append(
            {
                "name": name,
                "right": right.tolist(),
                "documents": sizes.tolist(),
                "interval": list(result.confidence_interval),
            }
        )
    values = np.sort(np.round(rng.normal(size=37), 2))
    percents = [0, 2.5, 10, 33.3, 50, 97.5, 100]
    return cases, {
        "sorted": values.tolist(),
        "percents": percents,
        "expected": np.percentile(values, percents).tolist(),
    }


rng = np.random.default_rng(20260101)
cases = [
    case("two authors", rng, 60, 2),
    case("five authors", rng, 120, 5),
    case("ties and bin edges", rng, 150, 4, digits=15),
    case("halves", rng, 40, 3, digits=2),
    case("probabilities of 0 and 1", rng, 50, 3, digits=1),
    case("absent from the test", rng, 80, 6, absent=(2, 5)),
    case("never answered", rng, 80, 6, never=(1, 4)),
    case("absent and never answered", rng, 60, 5, absent=(3,), never=(3,)),
    case("one author in the test", rng, 30, 4, absent=(0, 2, 3)),
    case("verdicts of unknown", rng, 90, 4, unknown=0.3),
    case("authors never seen", rng, 90, 4, strangers=0.3),
    case("open set", rng, 140, 7, absent=(6,), unknown=0.25, strangers=0.25),
    case("open set with ties", rng, 70, 3, unknown=0.4, strangers=0.5, digits=5),
    case("one document", rng, 1, 2),
    case("many authors", rng, 50, 30),
]
cases_of_intervals, percentiles = intervals(rng)
target = pathlib.Path(__file__).with_name("metrics.json")
target.write_text(
    json.dumps(
        {
            "made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
            "cases": cases,
            "intervals": cases_of_intervals,
            "percentiles": percentiles,
        },
        default=float,
    )
    + "\n"
)
