"""A text in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpi_tree.locale import language


@dataclass(frozen=True, slots=True)
class Words(Mapping[str, str]):
    """One text in both languages: a mapping from language to text.

    >>> Words("Alcance", "Reach")["en"]
    'Reach'
    """

    es: str
    en: str

    @property
    def here(self) -> str:
        """The text in the language in force."""
        return self[language()]

    def __getitem__(self, code: str) -> str:
        """The text in the language `code`."""
        match code:
            case "es":
                return self.es
            case "en":
                return self.en
        raise KeyError(code)

    def __iter__(self) -> Iterator[str]:
        """The languages."""
        return iter(("es", "en"))

    def __len__(self) -> int:
        """How many languages there are."""
        return 2

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.es)
