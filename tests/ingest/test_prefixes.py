from profit_sentinel.ingest.prefixes import without_prefix


def test_letters_before_most_names_are_of_the_table() -> None:
    headers = ["itm_no", "itm_desc", "itm_cost", "itm_oh", "itm_price", "store"]
    plain = without_prefix(headers)
    expected = ["item no", "item desc", "cost", "oh", "price", "store"]
    assert [plain[header] for header in headers] == expected


def test_a_small_letter_before_capitals_is_a_prefix_too() -> None:
    headers = ["invNo", "invCost", "invPrice", "invQty", "invBin"]
    assert list(without_prefix(headers).values()) == ["item No", "Cost", "Price", "Qty", "Bin"]


def test_letters_for_the_kind_of_values_are_left_out() -> None:
    headers = ["cArtNr", "cName", "fLagerbestand", "fVKBrutto", "dLetzterVerkauf", "strEinheit"]
    expected = ["ArtNr", "item Name", "Lagerbestand", "VKBrutto", "LetzterVerkauf", "Einheit"]
    assert list(without_prefix(headers).values()) == expected
    few = ["uPrice", "qtyOnHand", "itemNo", "vendor", "cost", "bin"]
    assert list(without_prefix(few).values()) == few


def test_words_that_few_columns_begin_with_stay() -> None:
    headers = ["qty_on_hand", "qty_on_order", "qty_sold", "sku", "cost", "price", "vendor", "bin"]
    assert list(without_prefix(headers).values()) == headers
