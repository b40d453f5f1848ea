// A text with its entities (links, commands, numbers) as elements. Offsets count UTF-16 units, as strings do here.

import { act } from "./api.js";
import { element } from "./elements.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code" };

const link = (url, text) => element("a", { href: url, target: "_blank", rel: "noreferrer" }, text);

function safe(url) {
  return /^(https?|tg):/i.test(url) ? url : `https://${url}`;
}

function marked(entity, text) {
  if (entity.type === "url") return link(safe(text), text);
  if (entity.type === "text_link") return link(safe(entity.url), text);
  if (entity.type === "email") return element("a", { href: `mailto:${text}` }, text);
  if (entity.type === "phone_number") return element("a", { href: `tel:${text.replace(/[^+\d]/g, "")}` }, text);
  if (entity.type === "bot_command") {
    return element("button", { type: "button", onclick: () => act("text", { text }) }, text);
  }
  if (entity.type === "blockquote") return element("span", { className: "quote" }, text);
  return element(PLAIN[entity.type] || "span", {}, text);
}

export function rich(text, entities = []) {
  const nodes = [];
  let place = 0;
  for (const entity of [...entities].sort((a, b) => a.offset - b.offset)) {
    if (entity.offset < place) continue;
    nodes.push(text.slice(place, entity.offset));
    place = entity.offset + entity.length;
    nodes.push(marked(entity, text.slice(entity.offset, place)));
  }
  return element("p", { className: "text" }, ...nodes, text.slice(place));
}
