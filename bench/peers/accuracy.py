"""What pipelines of scikit-learn come to on the splits of docs/accuracy.md.

    npm run reproduce -- --splits .cache/reproduce/splits.json
    python3 bench/peers/accuracy.py .cache/reproduce/splits.json .cache/reproduce/peers.json [CORPUS,…]

Writes, for each corpus and pipeline, accuracy over all its splits, the mean of their macro-F1, and the processor's seconds to learn a split.
The best of them on the test texts is what penprint is held against: it is chosen with a look at the test, penprint's is not.
"""

import json
import sys
import time
from collections import defaultdict

import numpy
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def tfidf(analyzer, shortest, longest):
    """Sublinear tf-idf; words are any run of letters, and single signs, as penprint sees them."""
    token = r"\w+|[^\w\s]" if analyzer == "word" else None
    return TfidfVectorizer(
        analyzer=analyzer, ngram_range=(shortest, longest), sublinear_tf=True, min_df=2, token_pattern=token
    )


PIPELINES = {
    "words, Naive Bayes": lambda: make_pipeline(CountVectorizer(token_pattern=r"\w+|[^\w\s]"), MultinomialNB()),
    "characters 1–3, complement Naive Bayes": lambda: make_pipeline(
        CountVectorizer(analyzer="char", ngram_range=(1, 3)), ComplementNB()
    ),
    "words 1–2, linear SVM": lambda: make_pipeline(tfidf("word", 1, 2), LinearSVC()),
    "characters 2–5, linear SVM": lambda: make_pipeline(tfidf("char", 2, 5), LinearSVC()),
    "characters 1–2, linear SVM": lambda: make_pipeline(tfidf("char", 1, 2), LinearSVC()),
    "characters 2–5 and words 1–2, linear SVM": lambda: make_pipeline(
        make_union(tfidf("char", 2, 5), tfidf("word", 1, 2)), LinearSVC()
    ),
    "characters 2–5, logistic regression, C 10": lambda: make_pipeline(
        tfidf("char", 2, 5), LogisticRegression(C=10, max_iter=300)
    ),
}
# Logistic regression of many authors takes minutes, on many splits hours, and is no better.
SLOW = {"characters 2–5, logistic regression, C 10"}


def main(splits_file, out, only=None):
    with open(splits_file, encoding="utf-8") as file:
        splits = json.load(file)
    of_corpus = defaultdict(list)
    for split in splits:
        of_corpus[split["name"].split("#")[0]].append(split)
    results = {}
    try:
        with open(out, encoding="utf-8") as file:
            results = json.load(file)
    except FileNotFoundError:
        pass
    wanted = only.split(",") if only else [name for name in of_corpus if name != "federalist-hm"]
    for corpus in wanted:
        for name, make in PIPELINES.items():
            authors = len({document["author"] for document in of_corpus[corpus][0]["train"]})
            if name in SLOW and (authors > 12 or len(of_corpus[corpus]) > 20):
                continue
            if name in results.get(corpus, {}):
                continue
            right, scores, seconds = [], [], []
            for split in of_corpus[corpus]:
                texts = [document["text"] for document in split["train"]]
                labels = [document["author"] for document in split["train"]]
                known = set(labels)
                begun = time.process_time()
                model = make().fit(texts, labels)
                seconds.append(time.process_time() - begun)
                truths = [document["author"] for document in split["test"]]
                found = model.predict([document["text"] for document in split["test"]])
                right += [a == b for a, b in zip(truths, found) if a in known]
                scores.append(f1_score(truths, found, labels=sorted(known & set(truths)), average="macro"))
            results.setdefault(corpus, {})[name] = {
                "accuracy": float(numpy.mean(right)),
                "macro_f1": float(numpy.mean(scores)),
                "seconds": float(numpy.mean(seconds)),
            }
            print(corpus, name, results[corpus][name], flush=True)
            with open(out, "w", encoding="utf-8") as file:
                json.dump(results, file, ensure_ascii=False, indent=1)


main(*sys.argv[1:])
