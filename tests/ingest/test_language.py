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
    ("German", "DEKP", "average_cost"),
    ("German", "LEK netto", "unit_cost"),
    ("German", "Mischpreis", "average_cost"),
    ("German", "VK inkl. 19 % MwSt.", "retail_price"),
    ("German", "VK/Stk.", "retail_price"),
    ("German", "EK je Stueck", "unit_cost"),
    ("German", "Grundpreis", None),
    ("German", "Preiseinheit", None),
    ("German", "Abverkaufspreis", "promo_price"),
    ("German", "Letzter Warenausgang", "last_sale_date"),
    ("German", "Letzter VK am", "last_sale_date"),
    ("German", "Letztes Bestelldatum", None),
    ("German", "Zuletzt eingetroffen", "last_receipt_date"),
    ("German", "Höchstlagerstand", "max_stock"),
    ("German", "Meldestand", "reorder_point"),
    ("German", "Absatz VJ", None),
    ("German", "Freier Bestand", None),
    ("German", "Bestand EUR", None),
    ("German", "Standardlieferant", "vendor"),
    ("German", "Unterartikelgruppe", "fineline"),
    ("German", "OE-Nummer", "maker_part"),
    ("German", "EK je ME", "unit_cost"),
    ("German", "Geringe Lagermenge", "reorder_point"),
    ("German", "Vergleichspreis", "list_price"),
    ("German", "Charge", None),
    ("German", "LABST", "on_hand"),
    ("German", "VERPR", "average_cost"),
    ("German", "MINBE", "reorder_point"),
    ("Dutch", "Gem. voorraadprijs", "average_cost"),
    ("Dutch", "Laatste aankoop", "last_receipt_date"),
    ("Dutch", "Aankoopprijs", "unit_cost"),
    ("Dutch", "Prijs excl. 9% BTW", "retail_price"),
    ("Dutch", "Openstaande verkooporders", "committed"),
    ("Dutch", "Actieprijs t/m", "promo_until"),
    ("Dutch", "Beschikbare voorraad", None),
    ("Dutch", "Datum eerste ontvangst", None),
    ("Dutch", "Hfdgroep", "department"),
    ("Dutch", "Inkomende hoeveelheid", "on_order"),
    ("Dutch", "wij vragen", "retail_price"),
    ("Danish or Norwegian", "Antal i købsordre", "on_order"),
    ("Danish or Norwegian", "Antall på salgsordre", "committed"),
    ("Danish or Norwegian", "Vejet gennemsnit", "average_cost"),
    ("Danish or Norwegian", "Fysisk reserveret", "committed"),
    ("Danish or Norwegian", "Vareforbrug", None),
    ("Danish or Norwegian", "Sist talt", "last_count_date"),
    ("Danish or Norwegian", "Siste uttak", "last_sale_date"),
    ("Danish or Norwegian", "Ønsket lager", "max_stock"),
    ("Danish or Norwegian", "Udsalgspris m/moms", "retail_price"),
    ("Danish or Norwegian", "Str.", None),
    ("Danish or Norwegian", "SOLGT_I_AAR", "sold_ytd"),
    ("Danish or Norwegian", "Antal paa lager", "on_hand"),
    ("Danish or Norwegian", "Forbruk i fjor", None),
    ("Swedish", "Senaste uttagsdatum", "last_sale_date"),
    ("Swedish", "Lägsta saldo", "reorder_point"),
    ("Swedish", "Ink.pris", "unit_cost"),
    ("Swedish", "Pris ut", "retail_price"),
    ("Swedish", "På väg", "on_order"),
    ("Swedish", "Reserv.", "committed"),
    ("Swedish", "Lågt lagerantal", "reorder_point"),
    ("Swedish", "Artikeltext", "description"),
    ("Swedish", "Senast beställd", None),
    ("Finnish", "Ostohinta (alv 0 %)", "unit_cost"),
    ("Finnish", "Myyntihinta (alv 25,5 %)", "retail_price"),
    ("Finnish", "Keskihankintahinta", "average_cost"),
    ("Finnish", "Viimeisin otto", "last_sale_date"),
    ("Finnish", "Menekki 12 kk", "sold_365d"),
    ("Finnish", "Myyty vuoden alusta", "sold_ytd"),
    ("Finnish", "Myyty viime vuonna", None),
    ("Finnish", "Tarjous päättyy", "promo_until"),
    ("Finnish", "Tilausraja", "reorder_point"),
    ("Finnish", "Edellinen myynti", "last_sale_date"),
    ("Finnish", "Mittayksikkö", "stocking_unit"),
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
