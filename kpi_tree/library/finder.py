"""Search by words, in both languages at once, forgiving of accents, spelling and synonyms.

A metric is known by its names, its id and what else the trade calls it (`aliases.csv`); its
definition counts for less. A word of the query counts the more the rarer it is. A word that is
spelled wrong is taken for the ones it resembles. The best matching name decides; what the
query says beyond it is weighed against everything that is written about the metric.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kpi_tree.library.shelves import all_links, all_metrics, rows
from kpi_tree.library.spelling import interchangeable, plain, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi_tree.library.records import Link, Metric

ALIKE: Final = 0.75
JOINED_ALIKE: Final = 0.84
FUZZY_FROM: Final = 4
# A slip of the finger spares the first letter; without it a word must be nearly the same.
ALIKE_OTHERWISE: Final = 0.85
# A word that nothing on the shelf is known by cannot tell one entry from another.
UNHEARD_OF: Final = 1.0
WORTH_SHOWING: Final = 0.2
WORTH_BESIDE_BEST: Final = 0.4
# Where something is measured seldom tells metrics apart; the filter is there for that.
NETWORKS: Final = frozenset(
    word
    for name in ("facebook", "instagram", "tiktok", "youtube", "linkedin", "twitter", "whatsapp")
    for word in tokens(name)
)
# It says little more than “on social”, and that is how names have it.
SOCIAL: Final = tokens("redes")[0]
SOCIAL_WEIGHT: Final = 0.5
# How something is measured: where nothing else of the query is known, these find half the shelf.
MEASURES: Final = frozenset(
    tokens(
        "tasa índice porcentaje proporción número cantidad total promedio tiempo velocidad página "
        "rate index percentage ratio number amount average time speed page"
    )
)
NAME, ALIAS, IDENTIFIER, TEXT = 1.0, 0.97, 0.9, 0.0


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way of calling an entry; a weight of 0 marks a text that only adds to the rest."""

    words: frozenset[str]
    weight: float


class _Index:
    """Entries and the phrases by which they are known."""

    def __init__(self, known_as: Mapping[str, Iterable[tuple[str, float]]]) -> None:
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        self._joined: dict[str, dict[str, float]] = defaultdict(dict)
        self._spelled: dict[str, str] = dict(interchangeable())
        seen: Counter[str] = Counter()
        for entry, phrases in known_as.items():
            for text, weight in phrases:
                self._add(entry, text, weight)
            seen.update({word for one in self._phrases[entry] for word in one.words})
        self._rarity = {word: math.log(1 + len(known_as) / n) for word, n in seen.items()}

    def _add(self, entry: str, text: str, weight: float) -> None:
        spelled = tokens(text)
        self._spelled.update((word, self._meaning(word)) for word in spelled)
        words = frozenset(self._meaning(word) for word in spelled)
        self._phrases[entry].append(_Phrase(words, weight))
        if weight:
            self._joined[plain(text).replace(" ", "")][entry] = weight

    @staticmethod
    def _meaning(word: str) -> str:
        return interchangeable().get(word, word)

    def scores(self, query: str) -> dict[str, float]:
        """How well each entry answers the query, best first; what does not is left out."""
        said = dict.fromkeys(tokens(query))
        telling = [word for word in said if word not in NETWORKS]
        asked = [self._resembling(word) for word in telling]
        weights = [self._weight(likeness) for likeness in asked]
        needed = asked if self._is_vague(telling, asked) else []
        if len(telling) < len(said):
            asked = [*asked, {self._meaning(SOCIAL): 1.0}]
            weights = [*weights, SOCIAL_WEIGHT]
        if not asked:
            return {}
        found = {
            entry: self._score(entry, asked, weights) if self._says(entry, needed) else 0.0
            for entry in self._phrases
        }
        for entry, score in self._run_together(query).items():
            found[entry] = max(found[entry], score)
        best_first = sorted(found, key=lambda entry: -found[entry])
        least = max(WORTH_SHOWING, WORTH_BESIDE_BEST * found[best_first[0]])
        return {entry: found[entry] for entry in best_first if found[entry] >= least}

    @staticmethod
    def _is_vague(telling: list[str], asked: list[dict[str, float]]) -> bool:
        """Whether all that is known of some words is how something is measured."""
        heard = [word for word, likeness in zip(telling, asked, strict=True) if likeness]
        return len(telling) > 1 and all(word in MEASURES for word in heard)

    def _says(self, entry: str, needed: list[dict[str, float]]) -> bool:
        """Whether each of these words is said of an entry somewhere."""
        said = {word for phrase in self._phrases[entry] for word in phrase.words}
        return all(not said.isdisjoint(likeness) for likeness in needed)

    def _resembling(self, word: str) -> dict[str, float]:
        """The meanings that a word of the query may stand for, each with its likeness."""
        if word in self._spelled:
            return {self._spelled[word]: 1.0}
        if len(word) < FUZZY_FROM:
            return {}
        likeness: dict[str, float] = {}
        for spelled, ratio, _ in extract(
            word,
            self._spelled.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=ALIKE,
            limit=8,
        ):
            if spelled[0] == word[0] or ratio >= ALIKE_OTHERWISE:
                meaning = self._spelled[spelled]
                likeness[meaning] = max(likeness.get(meaning, 0.0), 0.9 * ratio)
        for spelled, meaning in self._spelled.items():
            if len(spelled) >= FUZZY_FROM and (
                spelled.startswith(word) or word.startswith(spelled)
            ):
                likeness[meaning] = max(likeness.get(meaning, 0.0), 0.85)
        return likeness

    def _weight(self, likeness: Mapping[str, float]) -> float:
        rarities = [self._rarity.get(meaning, 0.0) for meaning in likeness]
        return max(rarities, default=0.0) or UNHEARD_OF

    def _score(self, entry: str, asked: list[dict[str, float]], weights: list[float]) -> float:
        total = sum(weights)
        best, anywhere = 0.0, [0.0] * len(asked)
        for phrase in self._phrases[entry]:
            hits = [
                max((like for word, like in likeness.items() if word in phrase.words), default=0.0)
                for likeness in asked
            ]
            if not any(hits):
                continue
            anywhere = [max(pair) for pair in zip(anywhere, hits, strict=True)]
            recall = sum(h * w for h, w in zip(hits, weights, strict=True)) / total
            precision = min(1.0, self._covered(phrase, asked, hits))
            best = max(best, phrase.weight * (0.65 * recall + 0.35 * precision * recall**0.5))
        spread = sum(h * w for h, w in zip(anywhere, weights, strict=True)) / total
        return 0.75 * best + 0.25 * spread if best else 0.6 * spread

    def _covered(self, phrase: _Phrase, asked: list[dict[str, float]], hits: list[float]) -> float:
        """How much of the phrase the query says."""
        said = {
            max((w for w in likeness if w in phrase.words), key=likeness.__getitem__): hit
            for likeness, hit in zip(asked, hits, strict=True)
            if hit
        }
        whole = sum(self._rarity[word] for word in phrase.words) or 1.0
        return sum(self._rarity[word] * hit for word, hit in said.items()) / whole

    def _run_together(self, query: str) -> dict[str, float]:
        """Entries whose name is the query but for its spaces and a letter or two."""
        joined = plain(query).replace(" ", "")
        found: dict[str, float] = {}
        if len(joined) < FUZZY_FROM:
            return found
        for text, ratio, _ in extract(
            joined,
            self._joined.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=JOINED_ALIKE,
            limit=10,
        ):
            for entry, weight in self._joined[text].items():
                found[entry] = max(found.get(entry, 0.0), weight * ratio)
        return found


def search(
    words: str,
    *,
    layer: str | None = None,
    area: str | None = None,
    network: str | None = None,
    limit: int = 20,
) -> tuple[Metric, ...]:
    """The metrics that answer `words` best, best first; all that fit where it is blank."""
    shelf = all_metrics()
    ordered = _metric_index().scores(words) if words.strip() else shelf
    fitting = (
        shelf[one] for one in ordered if _fits(shelf[one], layer=layer, area=area, network=network)
    )
    return tuple(fitting)[:limit]


def search_links(
    words: str,
    *,
    layer: str | None = None,
    area: str | None = None,
    network: str | None = None,
    limit: int = 20,
) -> tuple[Link, ...]:
    """The links that answer `words` best; a filter holds where either end fits it."""
    shelf, metrics = all_links(), all_metrics()
    ordered = _link_index().scores(words) if words.strip() else shelf
    fitting = (
        link
        for link in map(shelf.__getitem__, ordered)
        if any(
            _fits(metrics[end], layer=layer, area=area, network=network)
            for end in (link.driver, link.outcome)
        )
    )
    return tuple(fitting)[:limit]


def _fits(metric: Metric, *, layer: str | None, area: str | None, network: str | None) -> bool:
    return (
        (layer is None or metric.layer == layer)
        and (area is None or metric.area == area)
        and (network is None or metric.on(network))
    )


@cache
def _metric_index() -> _Index:
    return _Index({one: _known_as(one) for one in all_metrics()})


def _known_as(metric_id: str) -> list[tuple[str, float]]:
    """Every way of calling a metric, and what is written about it."""
    metric = all_metrics()[metric_id]
    return [
        *((name, NAME) for name in metric.names.values()),
        (metric_id.replace("_", " "), IDENTIFIER),
        *((alias, ALIAS) for alias in _aliases().get(metric_id, ())),
        *((text, TEXT) for text in metric.definitions.values()),
    ]


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    return {
        row["metric"]: tuple(f"{row['es']}|{row['en']}".strip("|").split("|"))
        for row in rows("aliases")
    }


@cache
def _link_index() -> _Index:
    return _Index({one: _link_known_as(link) for one, link in all_links().items()})


def _link_known_as(link: Link) -> list[tuple[str, float]]:
    driver, outcome = all_metrics()[link.driver], all_metrics()[link.outcome]
    return [
        *((f"{driver.names[code]} {outcome.names[code]}", NAME) for code in ("es", "en")),
        *((measure, ALIAS) for measure in link.published.measures.values() if measure),
        *((cite, ALIAS) for cite in dict.fromkeys(link.published.cites.values())),
        *((alias, TEXT) for alias, _ in _known_as(link.driver)),
        *((alias, TEXT) for alias, _ in _known_as(link.outcome)),
        *((text, TEXT) for text in link.notes.values()),
    ]
