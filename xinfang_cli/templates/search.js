"use strict";
const plain = (text) => String(text).normalize("NFKC").toLowerCase();
const matters = JSON.parse(document.getElementById("matters").textContent);
const texts = matters.map((matter) => plain(matter.slice(0, -1).join(" ")));
const field = document.getElementById("words");
const body = document.querySelector("tbody");
const box = document.getElementById("found");
const said = document.getElementById("said");
const MOST = 100;
function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const found = words.length ? matters.filter((_, at) => words.every((word) => texts[at].includes(word))) : [];
  body.replaceChildren(...found.slice(0, MOST).map((matter) => {
    const row = document.createElement("tr");
    row.append(...matter.slice(0, -1).map((text, at) => {
      const cell = document.createElement(at ? "td" : "th");
      if (!at) { cell.scope = "row"; cell.className = "c"; }
      if (at === 1) cell.className = "l";
      const href = at ? "" : matter[matter.length - 1];
      if (href) {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = text;
        cell.append(link);
      } else cell.textContent = text;
      return cell;
    }));
    return row;
  }));
  box.hidden = !found.length;
  said.textContent = words.length ? said.dataset.found.replace("{count}", found.length) + (found.length > MOST ? said.dataset.more : "") : "";
}
field.addEventListener("input", search);
search();
