"""Writes naive-bayes-family.json: what scikit-learn's Naive Bayes family makes of small matrices of counts.

    python3 test/golden/generate_naive_bayes_family.py        (scikit-learn 1.9, Python 3.11)

A case has training documents (an author's number and counts), texts to be scored, and one result for each setting:
`base` is what an author scores before any feature was seen, `weights[author][feature]` what one occurrence of the
feature adds, `scores` the joint log-likelihoods, `probabilities` what predict_proba says.

`rounding` is how far scikit-learn's own numbers are, relatively, from the formulas worked out with 40 digits: it
computes (N + alpha) - N in ComplementNB and 1 - exp(log p) in BernoulliNB, which costs up to five digits.
"""

import decimal
import json
import pathlib
from decimal import Decimal

import numpy as np
import sklearn
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB

decimal.getcontext().prec = 40
ALPHAS = (1, 0.1, 1e-3)


def settings_of(authors, rng):
    given = rng.dirichlet(np.full(authors, 3.0)).tolist()
    for smoothing in ALPHAS:
        for name in ("multinomial-naive-bayes", "bernoulli-naive-bayes"):
            for priors in ("corpus", "uniform", given):
                yield {"name": name, "smoothing": smoothing, "priors": priors}
        for normalize in (False, True):
            yield {"name": "complement-naive-bayes", "smoothing": smoothing, "normalize": normalize}


def model_of(setting):
    alpha = setting["smoothing"]
    if setting["name"] == "complement-naive-bayes":
        return ComplementNB(alpha=alpha, norm=setting["normalize"])
    of = MultinomialNB if setting["name"].startswith("multinomial") else BernoulliNB
    priors = setting["priors"]
    if isinstance(priors, list):
        return of(alpha=alpha, class_prior=priors)
    return of(alpha=alpha, fit_prior=priors == "corpus")


def result(setting, x, y, texts):
    model = model_of(setting).fit(x, y)
    weights = model.feature_log_prob_
    base = model.class_log_prior_
    if setting["name"] == "bernoulli-naive-bayes":
        absent = np.log(1 - np.exp(model.feature_log_prob_))
        weights = weights - absent
        base = base + absent.sum(axis=1)
    if setting["name"] == "complement-naive-bayes":
        base = np.zeros(len(model.classes_))
    found = {
        "base": base.tolist(),
        "weights": weights.tolist(),
        "scores": model.predict_joint_log_proba(texts).tolist(),
        "probabilities": model.predict_proba(texts).tolist(),
    }
    exact = exactly(setting, x, y, texts)
    # A log-odds near 0 is the difference of two logs, so that it is exact to the size of those, not to its own.
    odds = setting["name"] == "bernoulli-naive-bayes"
    rounding = {part: farthest(found[part], exact[part], odds and part == "weights") for part in found}
    return {"setting": setting, **found, "rounding": rounding}


def exactly(setting, x, y, texts):
    """The formulas once more, in the simplest words, with 40 digits."""
    alpha = Decimal(str(setting["smoothing"]))
    name = setting["name"]
    classes = range(int(y.max()) + 1)
    if name == "bernoulli-naive-bayes":
        x, texts = x > 0, texts > 0
    documents = [Decimal(int((y == c).sum())) for c in classes]
    counts = [[Decimal(int(n)) for n in x[y == c].sum(axis=0)] for c in classes]
    features = range(x.shape[1])
    if name == "complement-naive-bayes":
        base = [Decimal(0)] * len(counts)
        weights = []
        for c in classes:
            others = [sum(counts[o][t] for o in classes if o != c) + alpha for t in features]
            logs = [(n / sum(others)).ln() for n in others]
            weights.append([log / sum(logs) if setting["normalize"] else -log for log in logs])
    else:
        priors = setting["priors"]
        shares = {"corpus": lambda c: documents[c] / sum(documents), "uniform": lambda _: 1 / Decimal(len(counts))}
        base = [(shares[priors](c) if isinstance(priors, str) else Decimal(priors[c])).ln() for c in classes]
        if name == "multinomial-naive-bayes":
            weights = [[((n + alpha) / (sum(row) + alpha * len(row))).ln() for n in row] for row in counts]
        else:
            p = [[(n + alpha) / (documents[c] + 2 * alpha) for n in counts[c]] for c in classes]
            weights = [[(q / (1 - q)).ln() for q in row] for row in p]
            base = [base[c] + sum((1 - q).ln() for q in p[c]) for c in classes]
    scores = [[base[c] + sum(int(text[t]) * weights[c][t] for t in features) for c in classes] for text in texts]
    shares = [[1 / sum((other - score).exp() for other in row) for score in row] for row in scores]
    return {"base": base, "weights": weights, "scores": scores, "probabilities": shares}


def farthest(found, exact, odds):
    if isinstance(found, list):
        return max(farthest(f, e, odds) for f, e in zip(found, exact, strict=True))
    distance = abs(Decimal(found) - exact)
    scale = max(abs(exact), Decimal(1)) if odds else abs(exact)
    return float(distance / scale if scale else distance)


def case(name, rng, x, y, texts, every=1):
    """`every`: how many settings to go on by; larger cases take some of them only."""
    x, y, texts = np.asarray(x), np.asarray(y), np.asarray(texts)
    authors = int(y.max()) + 1
    chosen = list(settings_of(authors, rng))[::every]
    return {
        "name": name,
        "authors": authors,
        "features": x.shape[1],
        "training": [{"author": int(a), "counts": row.tolist()} for a, row in zip(y, x)],
        "texts": texts.tolist(),
        "results": [result(setting, x, y, texts) for setting in chosen],
    }


def random_case(name, rng, documents, features, authors, every, rate=0.4, unequal=False, empty=0.0):
    shares = 1 / np.arange(1, authors + 1) ** (2 if unequal else 0)
    y = np.concatenate([np.arange(authors), rng.choice(authors, documents - authors, p=shares / shares.sum())])
    rates = rng.gamma(rate, 1, (authors, features))
    x = rng.poisson(rates[y])
    x[rng.random(documents) < empty] = 0
    texts = rng.poisson(rates[rng.integers(0, authors, 7)])
    texts[0] = 0
    return case(name, rng, x, y, texts, every)


# Chinese Beijing Shanghai Macao Tokyo Japan
CHINA = [[2, 1, 0, 0, 0, 0], [2, 0, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], [1, 0, 0, 0, 1, 1]]

rng = np.random.default_rng(20260102)
cases = [
    case("China (Manning et al. 2008, chapter 13)", rng, CHINA, [0, 0, 0, 1], [[3, 0, 0, 0, 1, 1], [0] * 6]),
    random_case("two authors", rng, 12, 9, 2, 1),
    random_case("three unequal authors, empty rows", rng, 25, 14, 3, 1, unequal=True, empty=0.2),
    random_case("one document each", rng, 4, 11, 4, 5),
    random_case("more features than counts", rng, 10, 70, 3, 5, rate=0.03),
    random_case("many documents", rng, 150, 12, 5, 5, unequal=True),
    random_case("long rows", rng, 30, 60, 2, 7, rate=2),
]
pathlib.Path(__file__).with_name("naive-bayes-family.json").write_text(
    json.dumps({"made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}) + "\n"
)
