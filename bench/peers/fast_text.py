"""Trains fastText for one epoch.

    fast_text.py TEXTS MODEL THREADS

TEXTS has a line a document, its label first, tokens apart: fastText's own format.
"""

import sys

import fasttext

texts, model, threads = sys.argv[1:]
fasttext.train_supervised(texts, epoch=1, dim=10, thread=int(threads), verbose=0).save_model(model)
