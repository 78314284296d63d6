"""
The Flask demo that penprint grew from, built again from its description: a page, one route, API docs by Flasgger, and
a word Naive Bayes with Laplace smoothing that is kept as a pickled dictionary.

    python flask_demo.py train CORPUS.jsonl MODEL.pickle
    DEMO_MODEL=MODEL.pickle gunicorn --workers 2 --bind 127.0.0.1:5000 flask_demo:app
"""
import json
import math
import os
import pickle
import re
import sys
from collections import Counter

WORD = re.compile(r"[A-Za-z]+")


def words(text):
    return WORD.findall(text.lower())


def train(corpus, model):
    counts, documents = {}, Counter()
    with open(corpus, encoding="utf8") as lines:
        for line in lines:
            document = json.loads(line)
            documents[document["author"]] += 1
            counts.setdefault(document["author"], Counter()).update(words(document["text"]))
    vocabulary = set().union(*counts.values())
    table = {}
    for author, counted in counts.items():
        total = sum(counted.values()) + len(vocabulary)
        table[author] = {
            "prior": math.log(documents[author] / sum(documents.values())),
            "words": {word: math.log((counted[word] + 1) / total) for word in vocabulary},
        }
    with open(model, "wb") as file:
        pickle.dump(table, file)


def predict(table, text):
    scores = {author: learned["prior"] for author, learned in table.items()}
    for word in words(text):
        for author, learned in table.items():
            scores[author] += learned["words"].get(word, 0.0)
    return max(scores, key=scores.get)


def create_app():
    from flasgger import Swagger
    from flask import Flask, request

    app = Flask(__name__)
    Swagger(app)
    with open(os.environ["DEMO_MODEL"], "rb") as file:
        table = pickle.load(file)

    @app.route("/")
    def home():
        return "Captain America or Iron Man?"

    @app.route("/predict_dialogue", methods=["POST"])
    def predict_dialogue():
        """Who is speaking?
        ---
        parameters:
          - name: text
            in: query
            type: string
            required: true
        responses:
          200:
            description: Who it most likely is.
        """
        author = predict(table, request.args.get("text"))
        return f"This dialogue is more likely to have come from {author}."

    return app


if __name__ == "__main__":
    train(sys.argv[2], sys.argv[3])
else:
    app = create_app()
