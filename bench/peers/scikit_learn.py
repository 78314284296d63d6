"""Does with scikit-learn what `penprint train` does: JSON Lines → counts → MultinomialNB → a file.

    scikit_learn.py train words|characters CORPUS MODEL
    scikit_learn.py score words|characters|letters CORPUS TEXTS OUT    scores of texts, for comparison
"""

import json
import pickle
import sys

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

VIEWS = {
    # Words with their inner apostrophes and hyphens, and signs, each a token.
    "words": {"token_pattern": r"(?u)\w+(?:['’-]\w+)*|[^\w\s]"},
    "characters": {"analyzer": "char", "ngram_range": (2, 5)},
    "letters": {"token_pattern": r"[a-z]+"},
}


def documents(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def learn(view, path):
    texts, authors = [], []
    for document in documents(path):
        texts.append(document["text"])
        authors.append(document["author"])
    vectorizer = CountVectorizer(**VIEWS[view])
    return vectorizer, MultinomialNB().fit(vectorizer.fit_transform(texts), authors)


def main():
    command, view, corpus, *rest = sys.argv[1:]
    vectorizer, classifier = learn(view, corpus)
    if command == "train":
        with open(rest[0], "wb") as file:
            pickle.dump((vectorizer, classifier), file, protocol=5)
        return
    texts = [document["text"] for document in documents(rest[0])]
    scores = classifier.predict_joint_log_proba(vectorizer.transform(texts))
    with open(rest[1], "w", encoding="utf-8") as file:
        json.dump({"authors": classifier.classes_.tolist(), "scores": scores.tolist()}, file)


main()
