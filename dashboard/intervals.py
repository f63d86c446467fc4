"""Intervals for shares of small groups; shares run from 0 to 1."""

from math import sqrt

from dashboard.errors import WrongUsage

Z_95 = 1.959964  # standard normal quantile for 95 %


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share of ``n`` answers (E. B. Wilson, JASA 22, 1927).

    Right also for few answers and for shares near 0 and 1, where the textbook interval fails.
    """
    centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def difference(share: float, n: int, before: float, n_before: int) -> tuple[float, float]:
    """The 95 % interval of ``share - before``, two independent groups.

    Hybrid score interval, method 10 in R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890.
    """
    low, high = wilson(share, n)
    low_before, high_before = wilson(before, n_before)
    below = sqrt((share - low) ** 2 + (high_before - before) ** 2)
    above = sqrt((high - share) ** 2 + (before - low_before) ** 2)
    return share - before - below, share - before + above


def beyond_chance(share: float, n: int, before: float, n_before: int) -> bool:
    """Whether two shares differ by more than chance explains: the interval leaves out zero."""
    low, high = difference(share, n, before, n_before)
    return low > 0 or high < 0


def bounds(positive: int, answered: int, attended: int) -> tuple[float, float]:
    """Between which shares of all ``attended`` the positive ones lie, whatever the silent think.

    None of the silent agrees: positive / attended. All of them do: (positive + attended -
    answered) / attended. No assumption and no chance is in it, so it holds for any group, however
    small: the worst-case bounds of C. F. Manski, American Economic Review 80 (1990) 319-323, for a
    share. Raises ``WrongUsage`` unless 0 <= positive <= answered <= attended and attended > 0.
    """
    if not 0 <= positive <= answered <= attended or attended == 0:
        raise WrongUsage(
            f"{positive} von {answered} Antworten bei {attended} Teilnahmen gibt es nicht."
        )
    silent = attended - answered
    return positive / attended, (positive + silent) / attended
