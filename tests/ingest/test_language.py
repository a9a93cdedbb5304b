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
    ("Spanish", "FCH_ULTCOM", "last_receipt_date"),
    ("Spanish", "F. Últ. Cpa.", "last_receipt_date"),
    ("Spanish", "Última vez que se vendió", "last_sale_date"),
    ("Spanish", "FechaUV", "last_sale_date"),
    ("Spanish", "F.U. Venta", "last_sale_date"),
    ("Spanish", "PRCMEDIO", "average_cost"),
    ("Spanish", "PPP", "average_cost"),
    ("Spanish", "CostAct", "unit_cost"),
    ("Spanish", "Precio de reposición", "unit_cost"),
    ("Spanish", "Precio tarifa 1", "retail_price"),
    ("Spanish", "Precio de contado", "retail_price"),
    ("Spanish", "A cómo se vende", "retail_price"),
    ("Spanish", "Precio crédito", None),
    ("Spanish", "Precio lista 2", None),
    ("Spanish", "Importe PVP", None),
    ("Spanish", "Días de stock", None),
    ("Spanish", "COMP_X_REC", "on_order"),
    ("Spanish", "Cantidad entrante", "on_order"),
    ("Spanish", "Pend. Servir", "committed"),
    ("Spanish", "stock_com", "committed"),
    ("Spanish", "Stock crítico", "reorder_point"),
    ("Spanish", "U. Med.", "stocking_unit"),
    ("Spanish", "Piezas x caja", "pack_qty"),
    ("Spanish", "Detalle", "description"),
    ("Spanish", "lin_des", "department"),
    ("Portuguese", "CMC Unitário", "average_cost"),
    ("Portuguese", "Valor de custo", "unit_cost"),
    ("Portuguese", "Custo reposição", "unit_cost"),
    ("Portuguese", "PVENDA", "retail_price"),
    ("Portuguese", "Valor de venda", "retail_price"),
    ("Portuguese", "Preço a prazo", None),
    ("Portuguese", "Enc. Fornecedores", "on_order"),
    ("Portuguese", "Qtd. Prevista Entrada", "on_order"),
    ("Portuguese", "Res. Clientes", "committed"),
    ("Portuguese", "Ponto Encomenda", "reorder_point"),
    ("Portuguese", "STKMaximo", "max_stock"),
    ("Portuguese", "DTULTENT", "last_receipt_date"),
    ("Portuguese", "Últ. Vend.", "last_sale_date"),
    ("Portuguese", "Itens p/ caixa", "pack_qty"),
    ("Portuguese", "CODFORNEC", "vendor"),
    ("Portuguese", "Código no fornecedor", None),
    ("Polish", "Kod dostawcy", "vendor"),
    ("Polish", "Kod u dostawcy", None),
    ("Polish", "Cena hurt.", None),
    ("Polish", "Zam. u dostawcy", "on_order"),
    ("Polish", "Promocja do", "promo_until"),
    ("Polish", "Asortyment", "department"),
    ("Polish", "Stan z natury", "counted"),
    ("Czech or Slovak", "NC bez DPH", "unit_cost"),
    ("Czech or Slovak", "Vážená nákupní", "average_cost"),
    ("Czech or Slovak", "PC s DPH", "retail_price"),
    ("Czech or Slovak", "Posledný predaj", "last_sale_date"),
    ("Czech or Slovak", "Datum poslední příjemky", "last_receipt_date"),
    ("Czech or Slovak", "Maximálny stav", "max_stock"),
    ("Czech or Slovak", "Obj. vydané", "on_order"),
    ("Czech or Slovak", "Inventurní stav", "counted"),
    ("French", "AR_Design", "description"),
    ("French", "AS_QteSto", "on_hand"),
    ("French", "AS_QteRes", "committed"),
    ("French", "AS_MontSto", None),
    ("French", "CT_Num", "vendor"),
    ("French", "GA_FAMILLENIV2", "fineline"),
    ("French", "GQ_RESERVEFOU", "on_order"),
    ("French", "S/Fam.", "fineline"),
    ("French", "Agence", "store_id"),
    ("French", "Reste à recevoir", "on_order"),
    ("French", "Quantité prévue", None),
    ("French", "Montant stock", None),
    ("French", "Stock compté", "counted"),
    ("French", "Qté physique", "on_hand"),
    ("French", "Seuil maxi", "max_stock"),
    ("French", "Mini de commande", None),
    ("French", "PVC TTC", "retail_price"),
    ("French", "P.V.T.T.C.", "retail_price"),
    ("French", "Prix TVAC", "retail_price"),
    ("French", "PV soldé", "promo_price"),
    ("French", "Fin des soldes", "promo_until"),
    ("French", "Début promo", None),
    ("French", "PA brut", None),
    ("French", "Prix artisan", None),
    ("French", "Prix adhérent", None),
    ("French", "Prix entrepreneur", None),
    ("French", "Prix de détail suggéré", "list_price"),
    ("French", "Vendant", "retail_price"),
    ("French", "Coûtant réel", "unit_cost"),
    ("French", "Qté vendue AAD", "sold_ytd"),
    ("French", "CA TTC N", "sales_dollars_ytd"),
    ("French", "Qté vendue N-1", None),
    ("French", "Réf. équipementier", "maker_part"),
    ("French", "N° de pièce", "sku"),
    ("French", "Tablette", "bin"),
    ("French", "Format d'achat", "pack_qty"),
    ("French", "Arrêté le", None),
    ("French", "Dernier réassort", "last_receipt_date"),
    ("French", "Combien il en reste", "on_hand"),
    ("French", "UGS", "sku"),
    ("French", "Tarif promo", "promo_price"),
    ("French", "Tarif régulier", "retail_price"),
    ("French", "Montant de stock faible", "reorder_point"),
    ("French", "Réception attendue", "on_order"),
    ("French", "Date de livraison prévue", None),
    ("French", "Lieu de stockage", "bin"),
    ("French", "Déréférencé", "status"),
    ("French", "Compte comptable", None),
    ("French", "Chiffre d'affaires année", "sales_dollars_ytd"),
    ("French", "Ventes année glissante", "sold_365d"),
    ("French", "Inventorié le", "last_count_date"),
    ("French", "Valeur unitaire moyenne", "average_cost"),
    ("French", "Par combien", "pack_qty"),
    ("French", "Pays", None),
    ("French", "Nouveau prix", None),
    ("French", "Prix de location", None),
    ("French", "D'où ça vient", "vendor"),
    ("Italian", "Gruppo merceologico", "department"),
    ("Italian", "Giac. mag.", "on_hand"),
    ("Italian", "Giacenza rilevata", "counted"),
    ("Italian", "Ordini in corso", "on_order"),
    ("Italian", "Da consegnare", "committed"),
    ("Italian", "P.A.", "unit_cost"),
    ("Italian", "P.V.", "retail_price"),
    ("Italian", "Prezzo netto IVA inclusa", "retail_price"),
    ("Italian", "Prezzo di copertina", "list_price"),
    ("Italian", "Fine saldi", "promo_until"),
    ("Italian", "Collocazione", "bin"),
    ("Italian", "Casa costruttrice", None),
    ("Italian", "Ne ho", "on_hand"),
    ("Italian", "Importo", None),
    ("Italian", "Prezzo futuro", None),
    ("Italian", "S.Gruppo", "fineline"),
    ("Italian", "Un. mis.", "stocking_unit"),
    ("Italian", "Cod. Udm", "stocking_unit"),
    ("Italian", "Dep.", "store_id"),
    ("Italian", "Pos.", "bin"),
    ("Italian", "Giac. iniziale", None),
    ("Italian", "Giacenza att.", "on_hand"),
    ("Italian", "Q.tà ord.", "on_order"),
    ("Italian", "In arr.", "on_order"),
    ("Italian", "Qta_imp", "committed"),
    ("Italian", "Sc. min.", "reorder_point"),
    ("Italian", "Sc. max.", "max_stock"),
    ("Italian", "Lotto di riordino", None),
    ("Italian", "Costo m.p.", "average_cost"),
    ("Italian", "C.Medio", "average_cost"),
    ("Italian", "Prezzo ivato", "retail_price"),
    ("Italian", "Prz. pubb. i.c.", "retail_price"),
    ("Italian", "Prz. installatore", None),
    ("Italian", "Prezzo scontato", "promo_price"),
    ("Italian", "Promo al", "promo_until"),
    ("Italian", "Promo dal", None),
    ("Italian", "Venduto 30 gg", "sold_30d"),
    ("Italian", "Qtà vend. anno", "sold_ytd"),
    ("Italian", "Venduto anno prec.", None),
    ("Italian", "Incasso anno", "sales_dollars_ytd"),
    ("Italian", "Dt. ult. car.", "last_receipt_date"),
    ("Italian", "Dt. ult. scar.", "last_sale_date"),
    ("Italian", "Cod. OE", "maker_part"),
    ("Italian", "Pz conf.", "pack_qty"),
    ("Italian", "Preso da", "vendor"),
    ("Italian", "A quanto lo vendo", "retail_price"),
    ("Finnish", "Edellinen myynti", "last_sale_date"),
    ("Finnish", "Mittayksikkö", "stocking_unit"),
    ("French", "NOMFOUR", "vendor"),
    ("French", "PXACHNET", "unit_cost"),
    ("French", "DATDERVTE", "last_sale_date"),
    ("French", "DATDERACH", "last_receipt_date"),
    ("French", "On l'achète chez", "vendor"),
    ("French", "Livreur", "vendor"),
    ("French", "Groupe de marchandises", "department"),
    ("French", "Coin du magasin", "department"),
    ("French", "PANN", "unit_cost"),
    ("French", "Valeur moyenne unitaire", "average_cost"),
    ("French", "Date de la dernière vente en magasin", "last_sale_date"),
    ("French", "Vendeur", None),
    ("Spanish", "Casa comercial", "vendor"),
    ("Spanish", "Razón social", "vendor"),
    ("Spanish", "Quién me lo trae", "vendor"),
    ("Spanish", "De qué tipo es", "department"),
    ("Spanish", "Jerarquía nivel 1", "department"),
    ("Spanish", "C. reposición", "unit_cost"),
    ("Spanish", "PREMED", "average_cost"),
    ("Spanish", "PREVEN", "retail_price"),
    ("Spanish", "FULTVENTA", "last_sale_date"),
    ("Spanish", "Últ. fra. cliente", "last_sale_date"),
    ("Portuguese", "De quem compro", "vendor"),
    ("Portuguese", "for_nome", "vendor"),
    ("Portuguese", "Empresa fornecedora", "vendor"),
    ("Portuguese", "CUSTOCONT", "average_cost"),
    ("Portuguese", "CST_REPOS", "unit_cost"),
    ("Portuguese", "vlr_ult_custo", "unit_cost"),
    ("Portuguese", "Vendo a", "retail_price"),
    ("Portuguese", "VL_PROMOCAO", "promo_price"),
    ("Italian", "Da chi lo compro", "vendor"),
    ("Italian", "Fornitore di riferimento", "vendor"),
    ("Italian", "RAGSOC", "vendor"),
    ("Italian", "Quanto lo pago", "unit_cost"),
    ("Italian", "CMEDIO", "average_cost"),
    ("Italian", "Venduto l'ultima volta", "last_sale_date"),
    ("Italian", "PREZVEND", "retail_price"),
    ("French", "Fournisseur de référence", "vendor"),
    ("French", "Date dernier encaissement", "last_sale_date"),
    ("Spanish", "Precio medio variable", "average_cost"),
    ("Portuguese", "Custo última NF", "unit_cost"),
    ("Italian", "Data ultima battuta di cassa", "last_sale_date"),
    ("German", "Beschafft von", "vendor"),
    ("German", "Wo bestellt", "vendor"),
    ("German", "LFNAME", "vendor"),
    ("German", "Vorzugslieferant", "vendor"),
    ("German", "BRTVKP", "retail_price"),
    ("German", "Abholpreis", "retail_price"),
    ("German", "NETEKP", "unit_cost"),
    ("German", "DURCHEKP", "average_cost"),
    ("German", "LVKDAT", "last_sale_date"),
    ("German", "Zuletzt weggegangen", "last_sale_date"),
    ("German", "Abteilung/Regal", "department"),
    ("German", "WARGRP", "department"),
    ("Dutch", "Waar kopen we het", "vendor"),
    ("Dutch", "Toeleverancier", "vendor"),
    ("Dutch", "Gem. voorraadwaardering per stuk", "average_cost"),
    ("Dutch", "Laatste uitgang", "last_sale_date"),
    ("Dutch", "Hoek van de winkel", "department"),
    ("Danish or Norwegian", "Kjøpes fra", "vendor"),
    ("Danish or Norwegian", "Hvor mange har vi", "on_hand"),
    ("Danish or Norwegian", "VGRPNAVN", "department"),
    ("Danish or Norwegian", "GNSKPRIS", "average_cost"),
    ("Danish or Norwegian", "Kontantpris inkl.", "retail_price"),
    ("Danish or Norwegian", "Sist fakturert", "last_sale_date"),
    ("Swedish", "Köps av", "vendor"),
    ("Swedish", "Snitt in", "average_cost"),
    ("Swedish", "Netto in", "unit_cost"),
    ("Swedish", "Ut inkl", "retail_price"),
    ("Finnish", "Mistä hankitaan", "vendor"),
    ("Finnish", "Keskim. ostohinta", "average_cost"),
    ("Finnish", "Tuotealue", "department"),
    ("Polish", "Skąd bierzemy", "vendor"),
    ("Polish", "Przeciętny koszt", "average_cost"),
    ("Polish", "Cena półkowa", "retail_price"),
    ("Czech or Slovak", "Odkud bereme", "vendor"),
    ("Czech or Slovak", "Vážený průměr", "average_cost"),
    ("Czech or Slovak", "Kdy se naposledy prodalo", "last_sale_date"),
    ("Czech or Slovak", "Nákup bez DPH/ks", "unit_cost"),
]


@pytest.mark.parametrize(("language", "header", "column"), HEADERS)
def test_a_header_of_another_language_says_its_column(
    language: str, header: str, column: str | None
) -> None:
    glossary = next(each for each in glossaries() if each.name == language)
    said = saying(translated(header, glossary))
    assert said is not None
    assert said.column == column


@pytest.mark.parametrize(
    ("language", "header"), [("French", "Prêt"), ("French", "Parent"), ("Dutch", "Start")]
)
def test_words_that_change_nothing_make_no_compound(language: str, header: str) -> None:
    glossary = next(each for each in glossaries() if each.name == language)
    assert saying(translated(header, glossary)) is None or saying(header) is not None


def test_the_headers_of_a_file_tell_its_language() -> None:
    found = in_english(["Código", "Descripción", "Existencias", "PVP", "Marca"])
    assert found.language == "Spanish"
    assert found.headers["Existencias"] == "on hand"


def test_english_headers_stand_for_themselves() -> None:
    headers = ["SKU", "Description", "Qty On Hand", "Cost", "Widget zone"]
    found = in_english(headers)
    assert found == ({header: header for header in headers}, None, frozenset())


@pytest.mark.parametrize(
    "headers",
    [
        ["Item", "Pcs on hand", "Cost per pc", "Avg cost per pc", "Price per pc", "Contractor $"],
        ["Stock #", "Qty", "Acq date", "Disp date", "Dealer $", "In safe", "Consign?"],
        ["#", "Item", "Left", "Got it from", "Asking", "Came in", "Stall"],
        ["No.", "Inventory", "Cost is Adjusted", "Blocked", "Maximum Inventory"],
    ],
)
def test_words_of_english_and_two_letters_tell_of_no_other_language(headers: list[str]) -> None:
    assert in_english(headers).language is None


def test_a_shortened_word_is_guessed_when_all_it_may_be_means_the_same() -> None:
    found = in_english(["Code article", "Stock réel", "Prix d'achat", "Dsgn", "Inv"])
    assert (found.headers["Dsgn"], found.headers["Inv"]) == ("description", "inv")
    assert found.guessed == {"Dsgn"}


def test_a_word_may_mean_something_else_where_it_stands_alone() -> None:
    spanish = next(each for each in glossaries() if each.name == "Spanish")
    assert translated("Detalle", spanish) == "detail"
    assert translated("Precio detalle", spanish) == "retail price"


@pytest.mark.parametrize("header", ["Punto de pedido", "Punto pedido", "Punto del pedido"])
def test_words_that_say_nothing_may_lack_in_a_phrase(header: str) -> None:
    spanish = next(each for each in glossaries() if each.name == "Spanish")
    assert translated(header, spanish) == "reorder point"


def test_a_word_of_english_is_no_compound_of_another_language() -> None:
    french = next(each for each in glossaries() if each.name == "French")
    assert translated("Last truck", french) == "last truck"


def test_a_compound_does_not_end_in_a_word_that_says_nothing() -> None:
    french = next(each for each in glossaries() if each.name == "French")
    assert translated("Coutet", french) == "coutet"


def test_english_headers_that_no_phrase_knows_are_of_no_language() -> None:
    headers = ["Plant #", "Qty Now", "Sold Last Spring", "Coming (ordered)", "Mult x", "When"]
    assert in_english(headers).language is None


def test_unknown_headers_are_of_no_language() -> None:
    assert in_english(["Foo", "Bar", "Baz"]).language is None


@pytest.mark.parametrize("letters", ["lager", "e", "aB", "a1", "q/"])
def test_of_a_cell_that_never_ends_the_beginning_is_heard(letters: str) -> None:
    whole = letters * 40_000
    for glossary in glossaries():
        heard = translated(whole, glossary)
        assert heard in {whole, translated(whole[:LONGEST], glossary)}


@pytest.mark.parametrize(
    ("language", "header", "english"),
    [
        ("Portuguese", "DESCRPRODUTO", "description item"),
        ("Dutch", "MINVOORR", "min stock"),
        ("Dutch", "MAXVOORR", "max stock"),
    ],
)
def test_a_word_cut_off_inside_another_is_guessed(language: str, header: str, english: str) -> None:
    glossary = next(each for each in glossaries() if each.name == language)
    assert translated(header, glossary) == english
    known = {"Portuguese": ["CODPRODUTO", "QTDESTOQUE", "PRECOVENDA"],
             "Dutch": ["ARTOMSCHR", "VERKPRIJS", "INKPRIJS"]}  # fmt: skip
    assert header in in_english([*known[language], header]).guessed


def test_words_that_are_put_together_go_before_a_word_with_endings() -> None:
    portuguese = next(each for each in glossaries() if each.name == "Portuguese")
    assert translated("ESTOQUEMIN", portuguese) == "stock min"


def test_two_words_cut_off_are_no_word() -> None:
    dutch = next(each for each in glossaries() if each.name == "Dutch")
    assert translated("VOORRLEVERA", dutch) == "voorrlevera"
