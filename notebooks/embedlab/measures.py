"""Numbers that say what an embedding table looks like; scikit-learn does the arithmetic.

A table is an array of shape (m, k): row i is the vector of token i. All raise `ValueError` for one
that has another shape or is not finite, for tokens that are not in it, and what does not match it.
"""

from embedlab.validation import check_numbers, check_table, check_tokens, check_whole, plain, refuse

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, RidgeCV
from sklearn.manifold import MDS
from sklearn.metrics import pairwise, r2_score
from sklearn.neighbors import NearestNeighbors

MISSING = "none", "nan", "nat", "<na>"


def cosines(table, tokens=None):
    """Cosine of the angle between every two vectors, from -1 to 1; shape (n, n).

    `tokens` picks n rows of the table, in this order; None takes all. A vector of length zero has
    no direction and gets 0.
    """
    table = check_table(table)
    chosen = table if tokens is None else table[check_tokens(table, tokens)]
    directions = _unit(chosen)
    return directions @ directions.T


def displacement(before, after):
    """How far each vector moved: Euclidean distance between two tables of shape (m, k).

    Returns shape (m,), in the tables' own unit.
    """
    before, after = check_table(before), check_table(after)
    if before.shape != after.shape:
        raise ValueError(f"the tables differ in shape: {before.shape} and {after.shape}")
    return np.linalg.norm(after - before, axis=1)


def alignment(first, second):
    """Cosine of the angle between two arrays of one shape, each read as one long vector.

    1: the same direction; -1: opposite; 0: at a right angle. One of zeros alone is refused.
    """
    first = check_numbers(first, "the first array").astype(float)
    second = check_numbers(second, "the second array").astype(float)
    if first.shape != second.shape:
        raise ValueError(f"the arrays differ in shape: {first.shape} and {second.shape}")
    if not first.any() or not second.any():
        raise ValueError("an array that is zero throughout has no direction")
    return float(_unit(first.ravel()) @ _unit(second.ravel()))


def variance_explained(table, groups):
    """Share of the table's variance that lies between groups, from 0 to 1 (R squared).

    `groups`: shape (m,), the group of each token. The share is 1 - (sum of squared distances to
    the group's mean vector) / (sum of squared distances to the mean vector of all). Pure chance
    gives about (number of groups - 1) / (m - 1). Raises `ValueError` if a group is missing, if
    there are fewer than two, or if all vectors are equal.
    """
    table, groups = check_table(table), np.array(plain(groups, "groups"), object)
    if groups.shape != (len(table),):
        raise ValueError(f"groups have shape {groups.shape}, the table needs ({len(table)},)")
    nameless = [
        not isinstance(each, str) and (each.__hash__ is None or str(each).lower() in MISSING)
        for each in groups
    ]
    refuse(nameless, groups, "groups", "names no group", first=0)
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        raise ValueError("one group alone says nothing: at least two are needed")
    if not _varies(table).any():
        raise ValueError("all vectors are equal: there is nothing to tell groups by")
    one_hot = np.eye(len(names))[[names.index(each) for each in groups]]
    fitted = LinearRegression().fit(one_hot, table).predict(one_hot)
    return float(r2_score(table, fitted, multioutput="variance_weighted"))


def probe_r2(table, targets):
    """How well a linear formula tells a property from a vector that it has not seen (R squared).

    A ridge regression is fitted to all tokens but one and predicts that one, for each in turn;
    its penalty, of 13 from 0.001 to 1000, is the one that errs least so. R squared is 1 - (sum of
    squared errors) / (sum of squared distances to the mean): 1 is perfect, guessing the mean gives
    0, and vectors that know nothing end below 0, on average over such tables.

    targets: shape (m,), one property, gives a float; shape (m, p) an array of p values, each with
    its own penalty. Raises `ValueError` for a property that is the same for all tokens, and for
    fewer than three tokens.
    """
    table, targets = check_table(table), check_numbers(targets, "targets").astype(float)
    if targets.ndim not in (1, 2) or len(targets) != len(table):
        raise ValueError(f"targets have shape {targets.shape}, the table has {len(table)} rows")
    if len(table) < 3:
        raise ValueError(f"{len(table)} tokens are too few to predict one from the others")
    columns = targets.reshape(len(table), -1)
    same = np.broadcast_to(~_varies(columns), columns.shape)
    refuse(same, columns, "targets", "is the same for all tokens: nothing to tell", first=0)
    columns = columns / np.abs(columns).max(axis=0)  # squares of very small numbers would be 0
    ridge = RidgeCV(np.logspace(-3, 3, 13), alpha_per_target=True, store_cv_results=True)
    errors = ridge.fit(table, columns).cv_results_.mean(axis=0).reshape(columns.shape[1], -1)
    found = 1 - errors.min(axis=1) / columns.var(axis=0)
    return found if targets.ndim == 2 else float(found[0])


def nearest_neighbours(table, tokens, count, metric="cosine"):
    """The `count` nearest other tokens of each of `tokens`, nearest first; shape (n, count).

    Raises `ValueError` for a count that exceeds the number of other tokens and, by cosines, for a
    token whose vector is zero: it has no direction.
    """
    table = check_table(table)
    tokens = check_tokens(table, tokens)
    if metric == "euclidean":
        table = table - table.mean(axis=0)  # or large numbers in common drown the distances
    elif metric == "cosine":
        table = _unit(table)
        zero = tokens[~table[tokens].any(axis=1)]
        if zero.size:
            raise ValueError(f"the vector of token {zero[0]} is zero: it has no direction")
    count = check_whole(count, "count")
    if not count < len(table):
        raise ValueError(f"count must be from 1 to {len(table) - 1}, got {count}")
    search = NearestNeighbors(metric=metric, algorithm="brute").fit(table)
    found = search.kneighbors(table[tokens], n_neighbors=count + 1, return_distance=False)
    return np.array([row[row != token][:count] for token, row in zip(tokens, found, strict=True)])


def project(*tables, dimensions=2):
    """Project tables of one k onto their common first principal components.

    One PCA is fitted to all rows of all tables, so that the pictures can be compared. Each table
    has shape (..., k); a film of shape (frames, m, k) is one, too. Returns the list of projected
    tables, shapes (..., dimensions), and the share of the variance that they show, from 0 to 1.
    Raises `ValueError` for fewer than `dimensions` numbers a vector or vectors, and if all are
    equal: they have no components.
    """
    check_whole(dimensions, "dimensions")
    tables = [check_numbers(table, "a table").astype(float) for table in tables]
    shapes = [table.shape for table in tables]
    if not tables or min(map(len, shapes)) < 2 or len({shape[-1] for shape in shapes}) != 1:
        raise ValueError(f"tables of one k, shapes (..., k), are needed, got {shapes}")
    stacked = check_table(np.concatenate([each.reshape(-1, shapes[0][-1]) for each in tables]))
    if min(stacked.shape) < dimensions:
        count, k = stacked.shape
        raise ValueError(f"{count} vectors of {k} numbers have no {dimensions} components")
    if not _varies(stacked).any():
        raise ValueError("all vectors are equal: there is nothing to project")
    pca = PCA(dimensions, svd_solver="full").fit(stacked)
    projected = [(table - pca.mean_) @ pca.components_.T for table in tables]
    return projected, float(pca.explained_variance_ratio_.sum())


def distance_map(table):
    """Place the tokens in a plane so that the distances between them are kept as well as possible.

    Metric multidimensional scaling (SMACOF; Borg and Groenen 2005, Modern multidimensional
    scaling, chapter 8), started from classical scaling, so nothing is random. It keeps groups
    apart where a projection may lay them on top of each other. Directions have no meaning.

    Returns the places, shape (m, 2), in the table's unit, and the correlation between the distances
    in the plane and those in the table, at most 1. Raises `ValueError` for fewer than three tokens,
    and if all distances are equal.
    """
    table = check_table(table)
    if len(table) < 3:
        raise ValueError(f"a map needs at least three tokens, the table has {len(table)}")
    if not _varies(table).any():
        raise ValueError("all vectors are equal: there is no map to draw")
    table = table - table.mean(axis=0)  # or large numbers in common drown the distances
    between, distances = np.triu_indices(len(table), 1), pairwise.euclidean_distances(table)
    scale = distances.max()
    if np.ptp(distances[between]) < 1e-9 * scale:
        raise ValueError("all distances are equal: a map cannot keep some better than others")
    scaling = MDS(2, n_init=1, init="classical_mds", metric="precomputed", max_iter=500, eps=1e-7)
    places = PCA(2).fit_transform(scaling.fit_transform(distances / scale)) * scale
    kept = np.corrcoef(distances[between], pairwise.euclidean_distances(places)[between])[0, 1]
    return places, float(kept)


def _unit(vectors):
    """The vectors at length 1, however short or long; one of length zero stays."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    vectors = vectors / np.where(largest, largest, 1)  # so that no square is lost or overflows
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths, lengths, 1)


def _varies(table):
    """Whether the numbers of each column differ by more than by rounding."""
    return np.ptp(table, axis=0) > 1e-12 * np.abs(table).max(axis=0)
