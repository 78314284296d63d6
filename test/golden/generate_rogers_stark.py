"""Writes rogers-stark.json: scikit-learn's numbers on the dialogue of two film heroes. Texts stay where they are.

    python3 test/golden/generate_rogers_stark.py        (scikit-learn 1.9, Python 3.11; node_modules/.bin on the path)

The corpus is looked for in the folder PENPRINT_DATA, else in ../shared/data beside the repository. Texts are cut into
tokens by export_rogers_stark.ts, so that CountVectorizer and penprint count the same things; from there on scikit-learn
is on its own. Features are numbered in penprint's canonical order (by length of the n-gram, then by its tokens' UTF-8),
without their letters.
"""

import json
import pathlib
import subprocess

import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB

here = pathlib.Path(__file__).parent
corpus = json.loads(subprocess.check_output(["node", here / "export_rogers_stark.ts"]))

RECIPES = (
    ("naive-bayes", (1, 1), MultinomialNB(alpha=1)),
    ("complement-naive-bayes", (1, 1), ComplementNB(alpha=1)),
    ("bernoulli-naive-bayes", (1, 1), BernoulliNB(alpha=1)),
    ("naive-bayes", (1, 2), MultinomialNB(alpha=0.1)),
    ("naive-bayes-characters", (2, 5), MultinomialNB(alpha=1)),
)
# Of recipes with more features than that, every so many are kept.
MOST_FEATURES, KEPT = 1300, 800


def canonical(feature):
    tokens = feature.split("\x1f")
    return len(tokens), [token.encode() for token in tokens]


def counted(documents, ngrams, vectorizer=None):
    """Documents are lists of tokens; a feature is its tokens with a separator that no token holds."""
    n = range(ngrams[0], ngrams[1] + 1)
    if vectorizer is None:
        analyzer = lambda d: ["\x1f".join(d[i : i + k]) for k in n for i in range(len(d) - k + 1)]
        vectorizer = CountVectorizer(analyzer=analyzer).fit(documents)
    return vectorizer, vectorizer.transform(documents)


def result(name, ngrams, model):
    kind = "characters" if "characters" in name else "words"
    train, test = corpus["train"], corpus["test"]
    vectorizer, x = counted(train[kind], ngrams)
    _, texts = counted(test[kind], ngrams, vectorizer)
    names = vectorizer.get_feature_names_out()
    order = sorted(range(len(names)), key=lambda feature: canonical(names[feature]))
    model.fit(x, train["authors"])
    weights = model.feature_log_prob_
    base = model.class_log_prior_
    if isinstance(model, BernoulliNB):
        absent = np.log(1 - np.exp(weights))
        weights, base = weights - absent, base + absent.sum(axis=1)
    if isinstance(model, ComplementNB):
        base = np.zeros(len(model.classes_))
    every = 1 if len(order) <= MOST_FEATURES else -(-len(order) // KEPT)
    verdicts = model.predict(texts)
    return {
        "recipe": name,
        "ngrams": ngrams,
        "smoothing": model.alpha,
        "authors": model.classes_.tolist(),
        "features": len(order),
        "every": every,
        "base": base.tolist(),
        "weights": weights[:, order[::every]].tolist(),
        "scores": model.predict_joint_log_proba(texts).tolist(),
        "probabilities": model.predict_proba(texts)[:, 0].tolist(),
        "right": int((verdicts == np.array(test["authors"])).sum()),
    }


results = [result(*recipe) for recipe in RECIPES]
made_with = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
(here / "rogers-stark.json").write_text(json.dumps({"made_with": made_with, "results": results}) + "\n")
for found in results:
    print(found["recipe"], found["ngrams"], found["features"], "features;", found["right"], "of 270 right")
