"""The pictures of one report: each PNG and PDF is made once, whoever asks for it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from dashboard.pictures.picture import Picture
from dashboard.report.model import Figure


@dataclass(frozen=True)
class Prints:
    """Pictures by key of the figure. Raises ``PictureError`` where one cannot be made."""

    pictures: Mapping[str, Picture]
    _pngs: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _pdfs: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def picture(self, figure: Figure) -> Picture:
        """The master picture."""
        return self.pictures[figure.key]

    def png(self, figure: Figure) -> bytes:
        """300 dots per inch."""
        if figure.key not in self._pngs:
            self._pngs[figure.key] = self.pictures[figure.key].png()
        return self._pngs[figure.key]

    def pdf(self, figure: Figure) -> bytes:
        """One tagged page."""
        if figure.key not in self._pdfs:
            self._pdfs[figure.key] = self.pictures[figure.key].pdf()
        return self._pdfs[figure.key]

    def prepare(self, figures: tuple[Figure, ...]) -> None:
        """Make the PNGs of these side by side: drawing pixels leaves other threads their turn."""
        with ThreadPoolExecutor(max_workers=2) as workers:
            list(workers.map(self.png, figures))
