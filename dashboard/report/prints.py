"""The pictures of one report: each PNG and PDF is made once, whoever asks for it."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from dashboard.pictures.picture import Picture
from dashboard.report.model import Figure


@dataclass(frozen=True)
class Prints:
    """Pictures by key of the figure. Raises ``PictureError`` where a file cannot be made."""

    pictures: dict[str, Picture]
    _made: dict[str, tuple[Future[bytes], Future[bytes]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    # Two cores are usual, and drawing pixels leaves other threads their turn.
    _workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(2, "prints"),
        init=False,
        repr=False,
        compare=False,
    )

    def add(self, figure: Figure, picture: Picture) -> None:
        """Take a picture in and begin with its files."""
        self.pictures[figure.key] = picture
        self.begin(figure)

    def begin(self, figure: Figure) -> None:
        """Make the files of a figure, beside whatever the caller does next."""
        if figure.key not in self._made:
            picture = self.pictures[figure.key]
            self._made[figure.key] = (
                self._workers.submit(picture.png),
                self._workers.submit(picture.pdf),
            )

    def picture(self, figure: Figure) -> Picture:
        """The master picture."""
        return self.pictures[figure.key]

    def png(self, figure: Figure) -> bytes:
        """300 dots per inch."""
        self.begin(figure)
        return self._made[figure.key][0].result()

    def pdf(self, figure: Figure) -> bytes:
        """One tagged page."""
        self.begin(figure)
        return self._made[figure.key][1].result()
