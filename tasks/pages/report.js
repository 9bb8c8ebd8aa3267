"use strict";
const figures = [...document.querySelectorAll("figure[data-chart]")];
const dark = matchMedia("(prefers-color-scheme: dark)");

function look() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, line, mark] = ["--ink", "--soft", "--line", "--mark"].map((name) => style.getPropertyValue(name).trim());
  const words = { labelColor: ink, titleColor: soft, labelFontSize: 12, titleFontSize: 12 };
  const axis = { ...words, domainColor: line, tickColor: line, gridColor: line, labelLimit: innerWidth < 600 ? 135 : 200 };
  const legend = { ...words, orient: "bottom", columns: innerWidth < 600 ? 2 : 4, symbolStrokeColor: ink, symbolFillColor: "transparent" };
  const drawn = { color: mark, stroke: mark };
  return {
    background: "transparent", font: "system-ui, sans-serif", view: { stroke: null }, axis, legend,
    bar: { color: mark }, tick: { color: ink }, circle: { color: mark }, point: { ...drawn, filled: false }, rule: { color: mark }, text: { color: ink },
  };
}

async function draw(figure) {
  try {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, logLevel: 1, config: look(), tooltip: { theme: dark.matches ? "dark" : "light" } };
    await vegaEmbed(figure.querySelector(".chart"), spec, options);
    figure.dataset.drawn = "yes";
  } catch (error) {
    figure.dataset.drawn = "no";
    figure.querySelector(".failed").hidden = false;
    console.error(figure.dataset.chart, error);
  }
}

async function drawAll() {
  for (const figure of figures) await draw(figure);
  document.documentElement.dataset.charts = figures.filter((figure) => figure.dataset.drawn === "yes").length;
}

const articles = [...document.querySelectorAll("ol.articles li")];
const shown = document.getElementById("shown");

function choose() {
  const list = location.hash.startsWith("#s") && document.getElementById(location.hash.slice(1));
  const wanted = list && list.matches(".lists p") ? new Set([...list.querySelectorAll("a")].map((a) => a.hash.slice(1))) : null;
  for (const article of articles) article.hidden = wanted !== null && !wanted.has(article.id);
  shown.hidden = wanted === null;
  if (wanted === null) return;
  shown.querySelector("span").textContent = shown.dataset.words.replace("{shown}", wanted.size).replace("{total}", articles.length);
  document.getElementById("articles").scrollIntoView();
}

function fold(paragraph) {
  const table = paragraph.previousElementSibling.querySelector("table");
  const unfold = () => { table.classList.remove("folded"); paragraph.hidden = true; };
  table.classList.add("folded");
  paragraph.hidden = false;
  paragraph.querySelector("button").addEventListener("click", unfold);
  addEventListener("hashchange", () => { if (table.querySelector("tr.extra:target")) { unfold(); table.querySelector("tr:target").scrollIntoView(); } });
}

document.querySelector(".lists").hidden = true;
document.querySelectorAll("p.fold").forEach(fold);
shown.querySelector("button").addEventListener("click", () => { history.pushState(null, "", "#articles"); choose(); });
addEventListener("hashchange", choose);
dark.addEventListener("change", drawAll);
choose();
drawAll();
