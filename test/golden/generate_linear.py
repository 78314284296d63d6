"""Writes linear.json: what scikit-learn makes of small matrices by weighting and by linear classifiers.

    python3 test/golden/generate_linear.py        (scikit-learn 1.9, Python 3.11)

`weightings` has counts and their tf-idf values; `classifiers` has rows, the author of each, and for each setting the
weights and the bias of every author against all others, and of all authors at once (`multinomial`); `isotonic` has points and the values fitted to them.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.calibration import _SigmoidCalibration
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260203)


def weighting_case(rows, features):
    counts = rng.poisson(rng.gamma(0.4, 1.5, features), (rows, features))
    counts[0] = 0
    counts[-1, :] = np.maximum(counts[-1, :], 1)
    binary = TfidfTransformer().fit_transform((counts > 0).astype(float)).toarray()
    log = TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(float)).toarray()
    largest = log.max(axis=0)
    return {
        "counts": counts.tolist(),
        "values": {
            "binary-tf-idf": binary.tolist(),
            "tf-idf": log.tolist(),
            "max-abs": (log / np.where(largest == 0, 1, largest)).tolist(),
        },
    }


def classifier_case(rows, features, authors, density):
    centres = rng.normal(0, 1, (authors, features))
    y = np.concatenate([np.arange(authors), rng.integers(0, authors, rows - authors)])
    x = (centres[y] + rng.normal(0, 2, (rows, features))) * (rng.random((rows, features)) < density)
    x = np.float32(x / np.sqrt(features)).astype(float)
    results = []
    for cost in (0.1, 1, 10):
        for balanced in (False, True):
            for loss in ("squared-hinge", "logistic"):
                weights, bias = [], []
                for author in range(authors):
                    own = y == author
                    # What scikit-learn calls balanced, with two sides.
                    share = {True: rows / (2 * own.sum()), False: rows / (2 * (~own).sum())} if balanced else None
                    if loss == "squared-hinge":
                        model = LinearSVC(C=cost, class_weight=share, tol=1e-10, max_iter=1000000, random_state=0)
                    else:
                        model = LogisticRegression(
                            C=cost, class_weight=share, solver="liblinear", tol=1e-10, max_iter=1000000
                        )
                    model.fit(x, own)
                    weights.append(model.coef_[0].tolist())
                    bias.append(float(model.intercept_[0]))
                results.append({"cost": cost, "balanced": balanced, "loss": loss, "weights": weights, "bias": bias})
    multinomial = []
    for cost in (0.1, 1, 10):
        for balanced in (False, True):
            if authors == 2:  # scikit-learn then has one author's weights against the other
                continue
            model = LogisticRegression(
                C=cost,
                class_weight="balanced" if balanced else None,
                solver="lbfgs",
                fit_intercept=False,
                tol=1e-12,
                max_iter=1000000,
            )
            model.fit(np.hstack([x, np.ones((rows, 1))]), y)
            multinomial.append(
                {
                    "cost": cost,
                    "balanced": balanced,
                    "weights": model.coef_[:, :-1].tolist(),
                    "bias": model.coef_[:, -1].tolist(),
                }
            )
    return {"rows": x.tolist(), "labels": y.tolist(), "authors": authors, "results": results, "multinomial": multinomial}


def sigmoid_case(points):
    scores = rng.normal(0, 2, points)
    y = (rng.random(points) < 1 / (1 + np.exp(-(1.3 * scores - 0.4)))).astype(int)
    fitted = _SigmoidCalibration().fit(scores, y)
    return {"scores": scores.tolist(), "labels": y.tolist(), "a": float(fitted.a_), "b": float(fitted.b_)}


def isotonic_case(points, ties):
    scores = rng.integers(0, 6, points).astype(float) if ties else rng.normal(0, 2, points)
    y = (rng.random(points) < 1 / (1 + np.exp(-scores))).astype(float)
    model = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, y)
    asked = np.concatenate([scores, rng.normal(0, 3, 20), [-99, 99]])
    return {
        "scores": scores.tolist(),
        "labels": y.tolist(),
        "asked": asked.tolist(),
        "values": model.predict(asked).tolist(),
    }


golden = {
    "made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "weightings": [weighting_case(6, 9), weighting_case(25, 14)],
    "classifiers": [
        classifier_case(12, 8, 2, 1.0),
        classifier_case(30, 20, 3, 0.4),
        classifier_case(40, 90, 4, 0.15),
    ],
    "sigmoid": [sigmoid_case(30), sigmoid_case(400)],
    "isotonic": [isotonic_case(12, False), isotonic_case(150, False), isotonic_case(40, True)],
}
pathlib.Path(__file__).with_name("linear.json").write_text(json.dumps(golden) + "\n")
