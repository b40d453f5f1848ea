// The messages on the screen: each is drawn once and drawn again when it changes.

import { act, words } from "./api.js";
import { byId, element, toast } from "./elements.js";
import { rich } from "./rich.js";

const list = byId("messages");
const chat = byId("chat");
const drawn = new Map();
const edits = [];

export const onEdit = (listener) => edits.push(listener);

// The end stays in sight when something new comes or the chat gets smaller, unless the person has scrolled up.
let atEnd = true;
let height = chat.clientHeight;
const toEnd = () => { chat.scrollTop = chat.scrollHeight; };
chat.addEventListener("scroll", () => {
  if (chat.clientHeight === height) atEnd = chat.scrollHeight - chat.scrollTop - height < 80;
});
new ResizeObserver(() => {
  height = chat.clientHeight;
  if (atEnd) toEnd();
}).observe(chat);

export function show(messages) {
  messages.sort((a, b) => a.id - b.id).forEach(place);
  drawDays();
  if (atEnd || messages.some((message) => message.from === "person")) toEnd();
}

function place(message) {
  const old = drawn.get(message.id);
  if (message.deleted) {
    old?.remove();
    drawn.delete(message.id);
    return;
  }
  const item = draw(message);
  if (old) old.replaceWith(item);
  else list.append(item);
  drawn.set(message.id, item);
}

function drawDays() {
  list.querySelectorAll(".day").forEach((day) => day.remove());
  let before = "";
  for (const item of [...list.children]) {
    if (item.dataset.day !== before) item.before(element("li", { className: "day" }, item.dataset.day));
    before = item.dataset.day;
  }
}

function draw(message) {
  const bubble = element("div", { className: "bubble" }, ...content(message), meta(message));
  const item = element("li", { className: `message ${message.from}` }, whose(message), bubble);
  item.dataset.day = message.day;
  if (message.buttons?.length) item.append(buttons(message));
  return item;
}

function whose(message) {
  return element("span", { className: "unseen" }, message.from === "bot" ? document.body.dataset.bot : words.you);
}

function content(message) {
  const parts = [];
  if (message.file) parts.push(file(message));
  if (message.contact) parts.push(card(message.contact));
  if (message.location) parts.push(map(message.location));
  if (message.text) parts.push(rich(message.text, message.entities));
  return parts;
}

function file(message) {
  const { url, name, size } = message.file;
  if (message.kind === "sticker") return element("div", { className: "big" }, message.emoji);
  if (message.kind === "photo") return element("img", { src: url, alt: message.text || words.photo, onload: () => atEnd && toEnd() });
  if (message.kind === "voice" || message.kind === "audio") {
    const player = element("audio", { src: url, controls: true, preload: "metadata" });
    player.setAttribute("aria-label", words.voice);
    return player;
  }
  const link = element("a", { href: url, download: name }, name);
  return element("p", { className: "file text" }, link, element("span", { className: "size" }, bytes(size)));
}

function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${Math.round(size / 1000)} kB` : `${(size / 1e6).toFixed(1).replace(".", ",")} MB`;
}

function card(contact) {
  const number = contact.phone_number.startsWith("+") || contact.phone_number.length < 7
    ? contact.phone_number : `+${contact.phone_number}`;
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return element("a", { className: "card", href: `tel:${number.replace(/[^+\d]/g, "")}` },
    element("span", { className: "face", ariaHidden: "true" }, name.slice(0, 1).toUpperCase()),
    element("span", {}, element("strong", {}, name), element("span", { className: "tel" }, number)));
}

function map({ latitude, longitude }) {
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  const text = `${words.place}: ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return element("p", { className: "text" }, element("a", { href: url, target: "_blank", rel: "noreferrer" }, text));
}

function meta(message) {
  const line = element("p", { className: "meta" });
  if (message.from === "person" && message.kind === "text") {
    const edit = () => edits.forEach((listener) => listener(message));
    line.append(element("button", { type: "button", onclick: edit }, words.edit));
  }
  if (message.edited) line.append(element("span", {}, words.edited));
  line.append(element("time", { dateTime: message.date }, message.clock));
  return line;
}

function buttons(message) {
  const group = element("div", { className: "buttons" });
  for (const row of message.buttons) group.append(element("div", {}, ...row.map((each) => button(message, each))));
  return group;
}

function button(message, { text, data, url, copy }) {
  if (url) return element("a", { href: ours(url), target: "_blank", rel: "noreferrer" }, text);
  if (copy) {
    const copying = () => navigator.clipboard.writeText(copy).then(() => toast(words.copied), () => toast(copy));
    return element("button", { type: "button", onclick: copying }, text);
  }
  return element("button", { type: "button", onclick: (event) => tap(event.currentTarget, message.id, data) }, text);
}

// A link to a bot opens in this world, not in the real one.
function ours(url) {
  return url.replace(/^https:\/\/t\.me\//, "/t.me/");
}

async function tap(pressed, message_id, data) {
  if (pressed.getAttribute("aria-busy") === "true") return;
  pressed.setAttribute("aria-busy", "true");
  try {
    const { answer } = await act("tap", { message_id, data });
    if (answer?.url) window.open(ours(answer.url), "_blank", "noreferrer");
    if (answer?.text && answer.alert) warn(answer.text);
    else if (answer?.text) toast(answer.text);
  } catch (error) {
    toast(error.message);
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}

function warn(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}
