"use strict";
// The page stands without this: the table is sorted and filtered, the chart is drawn, once it shows.
const load = (name) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = `/static/${name}.min.js`;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});
const held = document.getElementById("skus");
const narrow = matchMedia("(max-width: 40rem)").matches;
const dollars = (cell) => Number(cell.getValue()).toLocaleString("en-US", { style: "currency", currency: "USD" });
const percent = (cell) => `${Math.min(Math.round(cell.getValue() * 100), 99)}%`;
const link = (cell) => {
  const to = document.createElement("a");
  to.href = `?sku=${encodeURIComponent(cell.getValue())}#how`;
  to.textContent = cell.getValue();
  return to;
};
// The grid keeps only the rows in view, so what is ticked is kept beside it and sent with the form.
const form = document.getElementById("some");
const ticked = new Set();
const tick = (cell) => {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = ticked.has(cell.getData().sku);
  box.setAttribute("aria-label", cell.getData().sku);
  box.addEventListener("change", () => {
    ticked[box.checked ? "add" : "delete"](cell.getData().sku);
    form.toggleAttribute("data-some", ticked.size > 0);
  });
  return box;
};
form?.addEventListener("formdata", (event) => { for (const sku of ticked) { event.formData.append("sku", sku); } });
const ticks = form ? [{ formatter: tick, width: 48, hozAlign: "center", headerSort: false }] : [];
const search = (title) => ({ headerFilter: "input", headerFilterParams: { elementAttributes: { "aria-label": `filter by ${title}` } } });
const wide = [
  { title: "SKU", field: "sku", formatter: link, width: 130, ...search("SKU") },
  { title: "Item", field: "description", formatter: "plaintext", widthGrow: 2, ...search("item") },
  { title: "Vendor", field: "vendor", formatter: "plaintext", widthGrow: 1, ...search("vendor") },
  { title: "Dollars", field: "dollars", formatter: dollars, hozAlign: "right", headerHozAlign: "right", width: 120 },
  { title: "Sure", field: "probability", formatter: percent, hozAlign: "right", headerHozAlign: "right", width: 90 },
  { title: "What was seen", field: "reason", formatter: "plaintext", widthGrow: 3, tooltip: (_event, cell) => document.createTextNode(cell.getValue()) },
];
const few = [
  { title: "Item", field: "description", formatter: "plaintext", widthGrow: 2, ...search("item") },
  { title: "SKU", field: "sku", formatter: link, width: 96, ...search("SKU") },
  { title: "Dollars", field: "dollars", formatter: dollars, hozAlign: "right", headerHozAlign: "right", width: 108 },
];
const piece = (number) => fetch(`${held.dataset.rows}?number=${number}`).then((answer) => answer.json());
const tabulate = async () => {
  const told = document.getElementById("told");
  const all = Number(held.dataset.total);
  const first = await piece(1);
  const table = new Tabulator(held, { data: first.data, height: "70vh", layout: "fitColumns", columns: [...ticks, ...(narrow ? few : wide)] });
  // A grid owns rows and nothing that takes the focus; its links do, and scroll it.
  table.on("tableBuilt", () => held.querySelector(".tabulator-tableholder").removeAttribute("tabindex"));
  table.on("dataFiltered", (_filters, rows) => { told.textContent = rows.length < all ? `${rows.length.toLocaleString()} of ${all.toLocaleString()} shown` : ""; });
  const rest = [];
  for (let number = 2; number <= first.last_page; number += 1) {
    rest.push(...(await piece(number)).data);
    told.textContent = `${(first.data.length + rest.length).toLocaleString()} of ${all.toLocaleString()} loaded`;
  }
  if (rest.length) { await table.replaceData([...first.data, ...rest]); }
  held.dataset.loaded = "yes";
};
const place = document.getElementById("chart");
const draw = (spec) => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const lines = dark ? "#38403b" : "#dcdad0";
  const config = {
    font: style.fontFamily, view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, gridColor: lines, domainColor: lines, tickColor: lines, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", titleAnchor: narrow ? "end" : "middle", tickCount: narrow ? 4 : 8 },
    legend: { labelColor: ink, labelFontSize: 12, direction: narrow ? "vertical" : "horizontal" }, rule: { color: ink }, bar: { color: style.getPropertyValue(`--${place.dataset.money}`) },
  };
  return vegaEmbed(place, { ...spec, config, padding: 12 }, { mode: "vega-lite", actions: false, ast: true, renderer: "svg" });
};
const pictured = async () => {
  const asked = fetch(place.dataset.chart).then((answer) => answer.json());
  await load("vega");
  await load("vega-lite");
  await load("vega-embed");
  await draw(await asked);
};
const begin = async () => {
  let tables = null;
  if (Number(held.dataset.total) > Number(held.dataset.shown)) { await load("tabulator"); tables = tabulate(); }
  await pictured().catch(() => { place.textContent = "The chart could not be drawn; the table has the same figures."; });
  await tables;
};
requestAnimationFrame(() => setTimeout(begin));
