"""The page „Importe“: look first, decide, store once, take back."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tasks
from dashboard.access import LOCAL_USER
from dashboard.period import Period
from dashboard.workspace import Workspace
from tests.app_pages.conftest import OpenPage, checked, labels_of, messages, texts

HEAD = "Name;Organisation;Ort;Anwesend;E-Mail"
PEOPLE = (
    "Anna Müller;Stadt Sangerhausen;Sangerhausen;ja;anna@example.org",
    "Bernd Öhler;Firma <b>X</b>;Musterdörfchen;ja;bernd@example.org",
    "Cäcilie Groß;;Helbra;ja;caecilie@example.org",
)
EVENT = "rd-09"  # planned


def csv(*rows: str, head: str = HEAD, encoding: str = "cp1252") -> bytes:
    return "\r\n".join([head, *rows]).encode(encoding)


def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return checked(at)


def choose(at: AppTest, label: str, value: str) -> AppTest:
    [box] = [box for box in at.selectbox if label in box.label]
    box.set_value(value)
    return checked(at)


def press(at: AppTest, label: str) -> AppTest:
    [button] = [button for button in at.button if label in button.label]
    button.click()
    return checked(at)


def stored(workspace: Workspace) -> int:
    return len(tasks.list_imports(workspace, LOCAL_USER))


def persons(workspace: Workspace) -> int:
    with workspace.warehouse.cursor() as cursor:
        row = cursor.execute("select count(*) from current_attendance").fetchone()
    return int(row[0]) if row else 0


@pytest.fixture
def at(open_page: OpenPage) -> AppTest:
    return open_page("imports")


def commit(at: AppTest, name: str, content: bytes) -> AppTest:
    upload(at, (name, content))
    choose(at, "Zu welcher Veranstaltung", EVENT)
    return press(at, "speichern")


def test_without_imports_the_page_says_what_to_do(at: AppTest) -> None:
    assert "Noch ist nichts eingelesen." in texts(at)


def test_a_windows_list_is_shown_before_anything_is_stored(
    at: AppTest, workspace: Workspace
) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    shown = texts(at)
    assert "Erkannt: Teilnahmeliste, 3 Personen, Windows-1252, Semikolon." in shown
    assert "Welcher Ort ist mit „Musterdörfchen“ gemeint? (Zeile 3)" in labels_of(at, "selectbox")
    assert "Vor dem Speichern ist noch zu klären" in shown
    assert not [label for label in labels_of(at, "button") if "speichern" in label]
    assert stored(workspace) == 0


def test_deciding_and_storing_leaves_nothing_to_store_twice(
    at: AppTest, workspace: Workspace
) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    uploader = at.file_uploader[0].proto.id
    choose(at, "Zu welcher Veranstaltung", EVENT)
    choose(at, "Musterdörfchen", "outside:Musterdörfchen")
    assert "zählt sie nach dem Speichern als stattgefunden" in texts(at)
    press(at, "3 Personen speichern")

    assert "ist gespeichert als Import 1" in messages(at, "done")[0]
    assert "Personen: 3 neu." in messages(at, "done")[0]
    assert (stored(workspace), persons(workspace)) == (1, 3)
    assert "liste.csv</h2>" not in texts(at)
    assert at.session_state["importe_entwuerfe"] == {}, "the bytes are dropped"
    checked(at)
    assert stored(workspace) == 1
    assert at.file_uploader[0].proto.id == uploader
    assert at.file_uploader[0].value == []


def test_an_answered_question_can_still_be_changed(at: AppTest) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    choose(at, "Musterdörfchen", "15087370")
    choose(at, "Musterdörfchen", "15087205")
    [box] = [box for box in at.selectbox if "Musterdörfchen" in box.label]
    assert box.value == "15087205"
    assert '<th scope="row">Helbra</th><td class="num">2</td>' in texts(at)
    choose(at, "Musterdörfchen", "")
    assert '<th scope="row">Helbra</th><td class="num">1</td>' in texts(at)


def test_the_same_file_again_changes_nothing(at: AppTest, workspace: Workspace) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    upload(at, ("umbenannt.csv", csv(*PEOPLE)))
    if any("Zu welcher" in box.label for box in at.selectbox):
        choose(at, "Zu welcher Veranstaltung", EVENT)
    assert "Diese Datei ist schon eingelesen (Import 1 vom " in messages(at, "note")[0]
    assert "Es wurde nichts geändert." in messages(at, "note")[0]
    assert not [label for label in labels_of(at, "button") if "speichern" in label]
    press(at, "Schließen")
    assert stored(workspace) == 1


def test_a_file_uploaded_twice_before_storing_is_one_file(at: AppTest) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    upload(at, ("kopie.csv", csv(*PEOPLE)))
    assert texts(at).count('class="rd-file"') == 1


def test_every_problem_is_shown_at_once_errors_first(at: AppTest) -> None:
    rows = ("A B;;Helbra;vielleicht;", "C D;;Helbra;ja;keine", ";;Helbra;ja;")
    upload(at, ("liste.csv", csv(*rows)))
    shown = texts(at)
    assert shown.index("1 Fehler") < shown.index("2 Warnungen")
    assert "<td>vielleicht</td>" in shown
    assert "ist nicht lesbar, erwartet wird" in shown
    assert "Das ist keine E-Mail-Adresse" in shown
    assert "Hier ist keine Person genannt" in shown


def test_an_unusable_file_says_why_and_leaves_the_others_alone(
    at: AppTest, workspace: Workspace
) -> None:
    upload(at, ("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)), ("liste.csv", csv(*PEOPLE)))
    assert len(messages(at, "error")) == 1
    assert "Bild" in messages(at, "error")[0]
    choose(at, "Zu welcher Veranstaltung", EVENT)
    press(at, "3 Personen speichern")
    assert stored(workspace) == 1
    assert len(messages(at, "error")) == 1, "the unusable file is still there"


def test_a_wrong_kind_is_an_error_that_can_be_taken_back(at: AppTest) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    at.segmented_control[0].set_value("feedback")
    checked(at)
    assert len(messages(at, "error")) == 1
    at.segmented_control[0].set_value("auto")
    checked(at)
    assert messages(at, "error") == []
    assert "Teilnahmeliste, 3 Personen" in texts(at)


def test_a_corrected_file_replaces_only_when_asked(at: AppTest, workspace: Workspace) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    corrected = csv(PEOPLE[0].replace("Sangerhausen;ja", "Allstedt;ja"), PEOPLE[1])
    upload(at, ("korrigiert.csv", corrected))
    choose(at, "Zu welcher Veranstaltung", EVENT)
    assert at.radio[0].label == "1 Person der früheren Liste fehlt in dieser Datei:"
    assert at.radio[0].value == "add"
    assert "1 Person ändern" in labels_of(at, "button")
    at.radio[0].set_value("replace")
    checked(at)
    press(at, "1 Person ändern, 1 entfernen")
    assert "Personen: 1 geändert, 1 entfernt, 1 unverändert." in messages(at, "done")[0]
    assert persons(workspace) == 2


def test_an_import_is_taken_back_in_two_steps(at: AppTest, workspace: Workspace) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    choose(at, "Einen Import zurücknehmen", "1")
    assert "<dt>Personen zurückgenommen</dt><dd>3</dd>" in texts(at)
    assert "<dt>nicht möglich</dt><dd>0</dd>" in texts(at)
    assert persons(workspace) == 3
    press(at, "Abbrechen")
    assert persons(workspace) == 3
    choose(at, "Einen Import zurücknehmen", "1")
    press(at, "Import 1 jetzt zurücknehmen")
    assert messages(at, "done")[0] == (
        "Import 1 ist zurückgenommen. Zurückgenommen: 3 Personen, behalten: 0, nicht möglich: 0."
    )
    assert persons(workspace) == 0
    assert "zurückgenommen am" in texts(at)
    assert not [box for box in at.selectbox if "zurücknehmen" in box.label]


def test_a_scale_has_to_be_decided_before_questionnaires_are_stored(
    at: AppTest, workspace: Workspace
) -> None:
    upload(at, ("bogen.csv", csv("1;2", "3;4", head="Inhalte;Gesamteindruck")))
    choose(at, "Zu welcher Veranstaltung", EVENT)
    assert not [label for label in labels_of(at, "button") if "speichern" in label]
    [label] = [box.label for box in at.selectbox if "Wie sind die Zahlen" in box.label]
    assert label.endswith("nötig vor dem Speichern")
    choose(at, "Wie sind die Zahlen", "grade")
    assert "1 bis 6, am besten 1" in texts(at)
    press(at, "2 Rückmeldungen speichern")
    assert "Rückmeldungen: 2 neu." in messages(at, "done")[0]
    assert stored(workspace) == 1


def test_a_column_can_be_assigned_by_hand_and_given_back(at: AppTest) -> None:
    head = "Name;Verein;Herkunft der Person;Anwesend;E-Mail"
    upload(at, ("liste.csv", csv(*PEOPLE, head=head)))
    assert "nicht erkannt" in texts(at)
    at.toggle[0].set_value(True)
    checked(at)
    choose(at, "Spalte C", "place")
    assert '<th scope="row">Helbra</th><td class="num">1</td>' in texts(at)
    choose(at, "Spalte C", "auto")
    assert '<th scope="row">Helbra</th>' not in texts(at)


def test_foreign_text_stays_text(at: AppTest) -> None:
    upload(at, ("<b>liste</b> *neu*.csv", csv("A B;;<i>Dorf</i> *x*;ja;")))
    assert "&lt;b&gt;liste&lt;/b&gt; *neu*.csv" in texts(at)
    [label] = [box.label for box in at.selectbox if "Welcher Ort" in box.label]
    assert r"\<i>Dorf\</i> \*x\*" in label
    choose(at, "Zu welcher Veranstaltung", EVENT)
    press(at, "1 Person speichern")
    assert "&lt;b&gt;liste&lt;/b&gt; *neu*.csv" in messages(at, "done")[0]
    assert "&lt;b&gt;liste&lt;/b&gt; *neu*.csv" in texts(at)


def test_a_file_is_read_once_for_everything_that_was_said_about_it(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    asked: list[object] = []
    preview = tasks.preview_import
    monkeypatch.setattr(tasks, "preview_import", lambda *args: asked.append(1) or preview(*args))
    checked(at)
    checked(at)
    assert asked == []
    choose(at, "Musterdörfchen", "district")
    assert asked == [1]


def test_another_event_than_the_file_names_is_pointed_out(at: AppTest) -> None:
    upload(at, ("liste.csv", b"Dialog am 12.10.2022;;\r\n" + csv(*PEOPLE)))
    assert "aus der Datei erkannt" in at.selectbox[0].options[0]
    choose(at, "Veranstaltung", "rd-08")
    assert "Die Datei nennt den 12.10.2022" in at.warning[0].value


def test_an_older_import_is_taken_back_and_what_a_later_one_holds_is_named(
    at: AppTest, workspace: Workspace
) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    corrected = csv(PEOPLE[0].replace("Sangerhausen;ja", "Allstedt;ja"), PEOPLE[1])
    upload(at, ("korrigiert.csv", corrected))
    choose(at, "Zu welcher Veranstaltung", EVENT)
    press(at, "1 Person ändern")
    choose(at, "Einen Import zurücknehmen", "1")
    shown = texts(at)
    assert "<dt>Personen zurückgenommen</dt><dd>1</dd>" in shown
    assert "<dt>behalten</dt><dd>2</dd>" in shown
    assert "Zeilen 2 und 3 der Datei bleiben: Import 2 enthält diese auch" in shown
    press(at, "Import 1 jetzt zurücknehmen")
    assert "Zurückgenommen: 1 Person, behalten: 2, nicht möglich: 0." in messages(at, "done")[0]
    assert "Zeilen 2 und 3 der Datei bleiben" in messages(at, "done")[0]
    assert persons(workspace) == 2


def test_each_import_leads_to_its_rows_without_losing_what_is_open(at: AppTest) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    link = '<a href="zeilen?zeilen_art=Teilnahmelisten&amp;zeilen_import=Import+1" target="_blank">'
    assert link in texts(at)


def test_what_an_import_left_open_is_pointed_out(at: AppTest) -> None:
    commit(at, "liste.csv", csv(*PEOPLE))
    assert "1 Ortsangabe ist noch zu klären. Bei 1 Organisation ist die Art" in texts(at)
    assert "Zur Klärung" in [link.proto.label for link in at.get("page_link")]


def test_several_files_are_stored_at_once_with_a_line_for_each(
    at: AppTest, workspace: Workspace
) -> None:
    dated = b"Dialog am 12.10.2022;;\r\n"
    upload(
        at,
        ("eins.csv", dated + csv(PEOPLE[0])),
        ("zwei.csv", dated + csv(PEOPLE[2])),
        ("offen.csv", csv(*PEOPLE)),
        ("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    )
    shown = texts(at)
    assert "4 Dateien, noch nicht gespeichert" in shown
    assert "<td>bereit: 1 Person speichern</td>" in shown
    assert "<td>noch zu klären: Zu welcher Veranstaltung gehört die Datei?</td>" in shown
    assert "<td>nicht lesbar: Die Datei ist ein Bild." in shown
    press(at, "Alle lesbaren Dateien speichern (2)")
    assert len(messages(at, "done")) == 2
    assert "eins.csv" in messages(at, "done")[0]
    assert (stored(workspace), persons(workspace)) == (2, 2)
    assert "2 Dateien, noch nicht gespeichert" in texts(at)
    assert not [label for label in labels_of(at, "button") if "Alle lesbaren" in label]


def test_the_type_of_an_organisation_is_corrected_before_storing(
    at: AppTest, workspace: Workspace
) -> None:
    without_place = PEOPLE[0].replace(";Sangerhausen;", ";;")
    upload(at, ("liste.csv", csv(without_place, *PEOPLE[1:])))
    shown = texts(at)
    assert "<td>Sonstige</td>" in shown
    assert "<td>Sangerhausen</td>" in shown, "where its name tells its home"
    choose(at, "Die Art berichtigen von", "firma <b>x</b>")
    choose(at, "Art der Organisation", "company")
    assert "<td>Unternehmen (berichtigt)</td>" in texts(at)
    choose(at, "Die Art berichtigen von", "stadt sangerhausen")
    assert next(box.value for box in at.selectbox if box.label == "Art der Organisation") == ""
    choose(at, "Zu welcher Veranstaltung", EVENT)
    press(at, "speichern")
    frame = tasks.list_attendance_rows(workspace, LOCAL_USER, Period.whole())
    assert sorted(frame["organisation_type"]) == ["company", "municipality", "unknown"]
    assert tasks.list_unclear_organisations(workspace, LOCAL_USER) == ()


def test_columns_that_nobody_knows_are_assigned_by_hand(at: AppTest, workspace: Workspace) -> None:
    rows = ("Anna Müller;Helbra;x", "Bernd Öhler;Allstedt;x")
    upload(at, ("gaeste.csv", csv(*rows, head="Wer;Von wo;War da?")))
    shown = texts(at)
    assert "keine bekannte Spalte" in messages(at, "error")[0]
    assert "Als Überschriften gilt Zeile 1." in shown
    assert "<td>2 Einträge, nicht gezeigt</td>" in shown
    assert "Müller" not in shown
    choose(at, "Spalte C", "attended")
    choose(at, "Spalte A", "full_name")
    assert messages(at, "error") == []
    assert "Teilnahmeliste, 2 Personen" in texts(at)
    choose(at, "Spalte B", "place")
    assert '<th scope="row">Helbra</th><td class="num">1</td>' in texts(at)
    choose(at, "Zu welcher Veranstaltung", EVENT)
    press(at, "2 Personen speichern")
    assert persons(workspace) == 2


def test_a_select_is_a_new_one_once_its_chosen_option_is_called_something_else(
    at: AppTest,
) -> None:
    # The browser would send back the old label as an answer that nobody offered.
    upload(at, ("gaeste.csv", csv("Anna Müller;Helbra", head="Wer;Von wo")))

    def place() -> tuple[str, str]:
        [box] = [box for box in at.selectbox if box.label.startswith("Spalte B")]
        return box.options[0], str(box.key)

    before = place()
    choose(at, "Spalte A", "full_name")
    assert before[0] == "noch nicht zugeordnet"
    assert place()[0] == "wie erkannt: nicht erkannt"
    assert place()[1] != before[1]
    after = place()
    choose(at, "Zu welcher Veranstaltung", EVENT)
    assert place() == after


def test_questions_that_nobody_knows_are_assigned_by_hand(at: AppTest) -> None:
    upload(at, ("bogen.csv", csv("sehr gut;rot", "gut;blau", head="Stimmung;Farbe")))
    at.segmented_control[0].set_value("feedback")
    checked(at)
    choose(at, "Spalte A", "question:overall")
    assert messages(at, "error") == []
    assert "2 Rückmeldungen" in texts(at) or "Fragebögen" in texts(at)


def test_fields_of_a_program_are_offered_in_its_own_files_only(at: AppTest) -> None:
    upload(at, ("liste.csv", csv(*PEOPLE)))
    at.toggle[0].set_value(True)
    checked(at)
    [column] = [box for box in at.selectbox if box.label.startswith("Spalte A")]
    assert "Ort" in column.options
    assert "Beitritt (Uhrzeit)" not in column.options
