"""Writes scales.json: what scikit-learn makes of small tables of counts by scaling their columns.

    python3 test/golden/generate_scales.py        (scikit-learn 1.9, Python 3.11)

Each case has counts, and for each weighting the values, rows brought to length 1 as penprint does:

    log-deviation   StandardScaler(with_mean=False) of 1 + ln c, zeros left 0
    max-abs         MaxAbsScaler of sublinear tf-idf
    z-scores        StandardScaler of the shares in each row's sum
    figures         StandardScaler of the counts themselves
"""

import json
import pathlib

import numpy as np
import scipy.sparse
import sklearn
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import MaxAbsScaler, StandardScaler, normalize

rng = np.random.default_rng(20260204)


def case(rows, features):
    counts = rng.poisson(rng.gamma(0.5, 2.0, features), (rows, features)).astype(float)
    counts[:, 0] = 3
    counts[:, 1] = np.maximum(counts[:, 1], 1)
    logs = scipy.sparse.csr_matrix(counts)
    logs.data = 1 + np.log(logs.data)
    shares = counts / counts.sum(axis=1, keepdims=True)
    scaled = StandardScaler(with_mean=False).fit_transform(logs)
    # A column of one value is left as it is there; it tells nothing, and penprint leaves it out.
    constant = counts.std(axis=0) == 0
    scaled = scaled.toarray()
    scaled[:, constant] = 0
    figures = StandardScaler().fit_transform(counts)
    figures[:, constant] = 0
    tf_idf = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    return {
        "counts": counts.tolist(),
        "values": {
            "log-deviation": normalize(scaled).tolist(),
            "max-abs": MaxAbsScaler().fit_transform(tf_idf).toarray().tolist(),
            "z-scores": normalize(StandardScaler().fit_transform(shares)).tolist(),
            "figures": normalize(figures).tolist(),
        },
    }


golden = {
    "made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "cases": [case(6, 9), case(25, 14)],
}
pathlib.Path(__file__).with_name("scales.json").write_text(json.dumps(golden) + "\n")
