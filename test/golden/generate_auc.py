"""Writes auc.json: areas under ROC curves by scikit-learn, of random scores with many ties and few.

    python3 test/golden/generate_auc.py        (scikit-learn 1.9, Python 3.11)
"""

import json
import pathlib

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(8)
cases = []
for size, digits in [(4, 1), (20, 1), (60, 1), (60, 6), (150, 2)]:
    same = rng.random(size) < 0.5
    same[:2] = [True, False]
    scores = np.round(np.clip(rng.normal(0.4 + 0.2 * same, 0.2), 0, 1), digits)
    heights = IsotonicRegression(y_min=0, y_max=1).fit_transform(scores, same.astype(float))
    cases.append(
        {
            "scores": scores.tolist(),
            "same": same.tolist(),
            "auc": float(roc_auc_score(same, scores)),
            "isotonic": heights.tolist(),
        }
    )
path = pathlib.Path(__file__).with_name("auc.json")
path.write_text(json.dumps({"cases": cases}) + "\n")
