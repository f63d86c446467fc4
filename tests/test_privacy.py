"""Pseudonyms: the same person gives the same key, and nobody can read or guess it."""

import hashlib
import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.errors import DashboardError
from dashboard.privacy import Pseudonyms, normalised_email, normalised_name

SECRET = Pseudonyms(b"probe" * 8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Muster", "anna  MUSTER "),
        ("Anna Muster", "Anna Muster (Gast)"),
        ("Anna Muster", "Anna Muster (Muster GmbH) (Unverified)"),
        ("Anna Muster", "Frau Dr. Anna Muster"),
        ("Anna Muster", "Prof. Dr.-Ing. Anna Muster"),
        ("Anna Muster", "Herr Anna Muster"),
        ("Anna Muster", "Anna\u00a0Muster"),
        ("Zoë Straße", "ZOË STRASSE"),
        ("Zoë", "Zoe\u0308"),
    ],
)
def test_a_name_is_one_in_every_spelling(one: str, other: str) -> None:
    assert normalised_name(one) == normalised_name(other)
    assert SECRET.person(name=one) == SECRET.person(name=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Muster", "Anna Mustermann"),
        ("Anna Muster", "Bo Muster"),
        ("Frauke Muster", "Ke Muster"),
        ("Drago Muster", "Go Muster"),
        ("Ingo Muster", "O Muster"),
        ("Müller", "Muller"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert normalised_name(one) != normalised_name(other)


@pytest.mark.parametrize("name", ["(Gast)", "Dr.", "Frau"])
def test_a_name_that_is_nothing_but_a_suffix_or_a_title_stays_a_name(name: str) -> None:
    assert normalised_name(name) == name.casefold()


def test_an_address_is_one_in_every_case() -> None:
    assert normalised_email(" Anna@Muster.Example ") == "anna@muster.example"
    assert SECRET.person(email="ANNA@muster.example") == SECRET.person(email="anna@muster.example")


def test_with_an_address_name_and_organisation_do_not_matter() -> None:
    known = SECRET.person(email="anna@muster.example", name="Anna", organisation="Muster GmbH")
    assert known == SECRET.person(email="anna@muster.example", name="A. Muster")


def test_without_an_address_the_organisation_tells_two_of_one_name_apart() -> None:
    one = SECRET.person(name="Anna Muster", organisation="Muster GmbH")
    assert one == SECRET.person(name="Anna Muster", organisation="muster  GMBH")
    assert one != SECRET.person(name="Anna Muster", organisation="Beispiel eG")
    assert one != SECRET.person(name="Anna Muster")


def test_nobody_has_no_key() -> None:
    assert SECRET.person() is None
    assert SECRET.person(name=" ", email=" ", organisation="Muster GmbH") is None


def test_cells_cannot_slip_into_each_other() -> None:
    assert SECRET.row("ab", "c") != SECRET.row("a", "bc")
    assert SECRET.row("a") != SECRET.row("a", "")
    assert SECRET.person(email="x") != SECRET.person(name="x") != SECRET.row("x")


def test_a_key_is_no_plain_hash_and_depends_on_the_secret() -> None:
    key = SECRET.person(email="anna@muster.example")
    assert key is not None
    assert re.fullmatch(r"[0-9a-f]{32}", key)
    plain = hashlib.sha256(b"anna@muster.example").hexdigest()
    assert key not in plain
    assert key != Pseudonyms(b"anders" * 8).person(email="anna@muster.example")


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path) -> None:
    path = tmp_path / "home" / "pseudonym.key"
    first = Pseudonyms.from_file(path).person(name="Anna")
    assert len(path.read_bytes()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["pseudonym.key"]
    assert Pseudonyms.from_file(path).person(name="Anna") == first


def test_two_installations_have_two_secrets(tmp_path) -> None:
    one, other = (Pseudonyms.from_file(tmp_path / name) for name in ("one", "other"))
    assert one.person(name="Anna") != other.person(name="Anna")


def test_a_destroyed_secret_leaves_nothing_that_links_to_earlier_keys(tmp_path) -> None:
    path = tmp_path / "pseudonym.key"
    before = Pseudonyms.from_file(path).person(name="Anna")
    path.unlink()
    assert Pseudonyms.from_file(path).person(name="Anna") != before


@pytest.mark.parametrize("content", [b"", b"zu kurz"])
def test_a_secret_that_was_cut_off_is_refused_and_not_used(content: bytes, tmp_path) -> None:
    path = tmp_path / "pseudonym.key"
    path.write_bytes(content)
    with pytest.raises(DashboardError, match=r"pseudonym\.key ist beschädigt.*Sicherung"):
        Pseudonyms.from_file(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("attempt", range(10))
def test_whoever_starts_at_the_same_moment_gets_the_same_secret(attempt: int, tmp_path) -> None:
    path, start = tmp_path / "pseudonym.key", threading.Barrier(8)

    def key_of_anna(_: int) -> str | None:
        start.wait()
        return Pseudonyms.from_file(path).person(name="Anna")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(key_of_anna, range(8)))) == 1
