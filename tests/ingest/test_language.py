import pytest

from profit_sentinel.ingest.language import glossaries, in_english, translated
from profit_sentinel.ingest.remembering import LONGEST
from profit_sentinel.ingest.words import saying

HEADERS = [
    ("German", "Artikelname", "description"),
    ("German", "Mindestlagerbestand", "reorder_point"),
    ("German", "Verfügbarer Bestand", None),
    ("German", "Durchschnittlicher EK", "average_cost"),
    ("German", "Verkaufspreis brutto", "retail_price"),
    ("German", "Hoechstbestand", "max_stock"),
    ("French", "Prix d'achat HT", "unit_cost"),
    ("French", "P.V. T.T.C.", "retail_price"),
    ("French", "Date de dernière vente", "last_sale_date"),
    ("French", "Valeur du stock", None),
    ("Spanish", "PRECIOCOSTE", "unit_cost"),
    ("Spanish", "F. Últ. Venta", "last_sale_date"),
    ("Spanish", "Existencias mínimas", "reorder_point"),
    ("Spanish", "Ventas del año", "sold_ytd"),
    ("Dutch", "Gemiddelde inkoopprijs", "average_cost"),
    ("Dutch", "Voorraadwaarde", None),
    ("Dutch", "Aantal op voorraad", "on_hand"),
    ("Italian", "Q.tà in giacenza", "on_hand"),
    ("Italian", "Vendite anno in corso", "sold_ytd"),
    ("Italian", "Ricarico %", None),
    ("Finnish", "Varastosaldo", "on_hand"),
    ("Finnish", "Myyntihinta sis. alv", "retail_price"),
    ("Finnish", "Varaston arvo", None),
    ("Portuguese", "Preço de custo médio", "average_cost"),
    ("Portuguese", "Qtd. estoque", "on_hand"),
    ("Portuguese", "Últ. Entrada", "last_receipt_date"),
]


@pytest.mark.parametrize(("language", "header", "column"), HEADERS)
def test_a_header_of_another_language_says_its_column(
    language: str, header: str, column: str | None
) -> None:
    glossary = next(each for each in glossaries() if each.name == language)
    said = saying(translated(header, glossary))
    assert said is not None
    assert said.column == column


def test_the_headers_of_a_file_tell_its_language() -> None:
    found = in_english(["Código", "Descripción", "Existencias", "PVP", "Marca"])
    assert found.language == "Spanish"
    assert found.headers["Existencias"] == "on hand"


def test_english_headers_stand_for_themselves() -> None:
    headers = ["SKU", "Description", "Qty On Hand", "Cost", "Widget zone"]
    found = in_english(headers)
    assert found == ({header: header for header in headers}, None, frozenset())


def test_words_that_english_knows_make_no_file_foreign() -> None:
    headers = ["No.", "Inventory", "Cost is Adjusted", "Blocked", "Maximum Inventory"]
    assert in_english(headers).language is None


def test_a_shortened_word_is_guessed_when_all_it_may_be_means_the_same() -> None:
    found = in_english(["Code article", "Stock réel", "Prix d'achat", "Dsgn", "Inv"])
    assert (found.headers["Dsgn"], found.headers["Inv"]) == ("description", "inv")
    assert found.guessed == {"Dsgn"}


def test_unknown_headers_are_of_no_language() -> None:
    assert in_english(["Foo", "Bar", "Baz"]).language is None


@pytest.mark.parametrize("letters", ["lager", "e", "aB", "a1", "q/"])
def test_of_a_cell_that_never_ends_the_beginning_is_heard(letters: str) -> None:
    whole = letters * 40_000
    for glossary in glossaries():
        heard = translated(whole, glossary)
        assert heard in {whole, translated(whole[:LONGEST], glossary)}
