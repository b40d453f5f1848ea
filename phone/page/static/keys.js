// The bot's keyboard below the text field, and the list of its commands.

import { act, look } from "./api.js";
import { byId, element, opens, toast } from "./elements.js";
import { place } from "./sending.js";

const keys = byId("keys");
let current = "null";
let folded = false;

function press({ text, request }) {
  if (request === "location") place();
  else act("press", { text }).catch((error) => toast(error.message));
}

export function showKeys(rows) {
  const known = JSON.stringify(rows);
  if (known !== current) {
    current = known;
    folded = false;
    keys.replaceChildren(...(rows || []).map((row) => element("div", {},
      ...row.map((key) => element("button", { type: "button", onclick: () => press(key) }, key.text)))));
  }
  byId("keys-button").hidden = rows === null;
  fold();
}

function fold() {
  keys.hidden = folded || current === "null";
  byId("keys-button").setAttribute("aria-expanded", String(!keys.hidden));
}

async function showCommands(close) {
  const commands = await look("commands");
  byId("commands").replaceChildren(...commands.map(({ command, description }) => {
    const send = () => { close(); act("text", { text: `/${command}` }); };
    const entry = element("button", { type: "button", className: "command", onclick: send });
    entry.append(element("b", {}, `/${command}`), description);
    return entry;
  }));
}

export function start() {
  byId("keys-button").addEventListener("click", () => { folded = !folded; fold(); });
  const close = opens(byId("commands-button"), byId("commands"), () => showCommands(close));
}
