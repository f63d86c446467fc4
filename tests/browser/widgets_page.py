"""A Streamlit script with every kind of widget the dashboard uses or may soon use.

The words in it are German or invented, so that every English word on the screen is Streamlit's.
"""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(page_title="Bedienelemente", layout="wide")


def elements() -> None:
    """One of each."""
    st.title("Bedienelemente")
    st.html('<p class="rd-demo" role="note"><strong>Beispieldaten:</strong> alles erfunden.</p>')
    st.caption("Ein Hinweis in kleiner Schrift, noch gut lesbar.")
    chart()
    table()
    st.metric("Teilnahmen", "1.234", "12")
    st.file_uploader("Liste hochladen", type=["csv", "xlsx", "ods"], key="one_file")
    st.file_uploader("Mehrere Listen", accept_multiple_files=True, key="many_files")
    st.selectbox("Gemeinde", ["Allstedt", "Arnstein", "Upload"], index=None, key="select")
    st.selectbox("Gebiet", ["Nord", "Süd"], accept_new_options=True, index=None, key="new_option")
    st.multiselect("Themen", ["Mobilität", "Energie", "Open Data"], key="many")
    st.multiselect("Eins", ["a", "b"], default=["a"], max_selections=1, key="at_most_one")
    st.segmented_control("Raster", ["Jahr", "Quartal"], key="segments")
    st.radio("Art", ["Präsenz", "online"], key="radio")
    st.checkbox("Nur stattgefundene", key="check")
    st.toggle("Vorjahr zeigen", key="toggle")
    st.date_input("Datum", date(2026, 3, 5), format="DD.MM.YYYY", key="date")
    st.date_input("Zeitraum", (date(2026, 3, 5), date(2026, 5, 6)), format="DD.MM.YYYY", key="span")
    st.date_input("Ende", date(2026, 11, 5), format="DD.MM.YYYY", key="november")
    st.time_input("Beginn", None, key="time")
    st.number_input("Personen", 0, 20, 5, key="number")
    st.slider("Anteil", 0, 100, 50, key="slider")
    st.text_input("Titel", key="title", max_chars=80, help="Wie auf der Einladung.")
    st.text_input("Kennwort", type="password", key="password")
    st.text_area("Notiz", key="note")
    with st.form("form"):
        st.text_input("Im Formular", key="in_form")
        st.form_submit_button("Speichern")
    if st.button("Fenster öffnen", type="primary"):
        window()
    if st.button("Kurzmeldung"):
        st.toast("Gespeichert.", duration="infinite")
    if st.button("Fehler"):
        raise RuntimeError("only in the log")
    with st.popover("Mehr"):
        st.write("Inhalt")
    with st.expander("Zahlen als Tabelle"):
        st.write("Inhalt")
    st.dataframe(pd.DataFrame({"Gemeinde": ["Allstedt", "Arnstein"], "Personen": [3, 4]}))
    st.table(pd.DataFrame({"Gemeinde": ["Allstedt"], "Personen": [3]}))
    st.code("regionaldialog charts")
    st.download_button("Herunterladen", "a;b", file_name="a.csv")
    st.error("Die Datei ist leer.")
    st.warning("Zwei Zeilen ohne Ort.")
    st.info("Noch keine Rückmeldungen.")
    st.success("12 Zeilen gespeichert.")


@st.dialog("Rückfrage")
def window() -> None:
    """A dialog with a text of its own."""
    st.write("Wirklich speichern?")


def chart() -> None:
    """A chart as on the pages, and one with a mode bar."""
    bars = go.Figure(
        layout={"template": "plotly_white", "title": "Teilnahmen < je Gemeinde & Jahr"}
    )
    bars.add_bar(x=["Allstedt", "Südharz"], y=[3, 12.5], name="angemeldet")
    bars.add_bar(x=["Allstedt", "Südharz"], y=[2, 9], name="teilgenommen")
    with st.container(key="chart-probe", border=True):
        st.plotly_chart(
            bars,
            theme=None,
            config={"displayModeBar": False},
            alt="Südharz: 12,5",
            key="probe",
        )
    st.plotly_chart(bars, key="with_mode_bar")
    st.download_button("Bild, das nicht entsteht", broken, key="kaputt", on_click="ignore")


def broken() -> bytes:
    """A file that cannot be made."""
    raise OSError("no picture")


def table() -> None:
    """A wide table as the pages draw it."""
    years = range(2016, 2027)
    head = "".join(f'<th scope="col" class="num">{year}</th>' for year in years)
    cells = "".join(f'<td class="num">1.{year}</td>' for year in years)
    st.html(
        '<div class="rd-table" role="region" aria-label="Tabelle: Teilnahmen" tabindex="0">'
        "<table><caption>Teilnahmen je Gemeinde</caption><thead><tr>"
        f'<th scope="col">Gemeinde</th>{head}</tr></thead><tbody>'
        f'<tr><th scope="row">Seegebiet Mansfelder Land</th>{cells}</tr>'
        f'<tr><th scope="row">Allstedt</th>{cells}</tr></tbody></table></div>'
    )


def second_page() -> None:
    """Another page, so that there is a menu."""
    st.title("Zweite Seite")


with st.sidebar:
    st.selectbox("Zeitraum", ["alle Jahre", "2026"], key="year")
st.navigation(
    {
        "Auswerten": [st.Page(elements, title="Bedienelemente", url_path="bedienelemente")],
        "Pflegen": [st.Page(second_page, title="Zweite Seite", url_path="zweite")],
    }
).run()
