"use strict";
const dollars = (cell) => Number(cell.getValue()).toLocaleString("en-US", { style: "currency", currency: "USD" });
const percent = (cell) => `${Math.min(Math.round(cell.getValue() * 100), 99)}%`;
const held = document.getElementById("skus");
if (Number(held.dataset.total) > 50) {
  const size = 250;
  new Tabulator(held, {
    ajaxURL: held.dataset.skus,
    ajaxURLGenerator: (url, _config, page) => `${url}?limit=${size}&offset=${((page.page || 1) - 1) * size}`,
    ajaxResponse: (_url, _page, answer) => ({ last_page: Math.ceil(answer.total / size), data: answer.skus }),
    progressiveLoad: "load", height: "70vh", layout: "fitColumns",
    columns: [
      { title: "SKU", field: "sku", headerFilter: "input", width: 130 },
      { title: "Item", field: "description", headerFilter: "input", widthGrow: 2 },
      { title: "Vendor", field: "vendor", headerFilter: "input", widthGrow: 1 },
      { title: "Dollars", field: "dollars", formatter: dollars, hozAlign: "right", width: 120 },
      { title: "Sure", field: "probability", formatter: percent, hozAlign: "right", width: 80 },
      { title: "What was seen", field: "reason", formatter: "plaintext", widthGrow: 3, tooltip: true },
    ],
  });
}
const place = document.getElementById("chart");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
fetch(place.dataset.chart).then((answer) => answer.json()).then((spec) => {
  const ink = getComputedStyle(document.body).color;
  const config = { axis: { labelColor: ink, titleColor: ink, gridColor: dark ? "#333" : "#e4e4df", domainColor: ink }, view: { stroke: null }, mark: { color: dark ? "#5ec49d" : "#0b6e4f" } };
  return vegaEmbed(place, { ...spec, config }, { mode: "vega-lite", actions: false, ast: true, renderer: "svg" });
}).catch(() => { place.textContent = "The chart could not be drawn; the table below has the same figures."; });
