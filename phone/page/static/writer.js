// The text field: write, send, change what one has written.

import { act, words } from "./api.js";
import { byId, toast } from "./elements.js";
import { onEdit } from "./messages.js";

const field = byId("text");
let edited = null;

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
  const empty = !field.value.trim();
  byId("send").hidden = empty && !edited;
  byId("record").hidden = !empty || edited !== null;
}

function set(text, message = null) {
  edited = message;
  field.value = text;
  byId("editing").hidden = message === null;
  fit();
}

async function send() {
  const text = field.value;
  const message = edited;
  if (!text.trim()) return;
  set("");
  try {
    await (message ? act("edit", { message_id: message.id, text }) : act("text", { text }));
  } catch (error) {
    set(text, message);
    toast(error.message);
  }
}

// What stands in the field goes along with a file.
export function takeText() {
  const text = field.value.trim();
  set("");
  return text;
}

export function start() {
  byId("writer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  byId("stop-editing").addEventListener("click", () => { set(""); field.focus(); });
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && edited) set("");
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  onEdit((message) => { set(message.text, message); field.focus(); });
}

export function placeholder(text) {
  field.placeholder = text || words.write;
}
