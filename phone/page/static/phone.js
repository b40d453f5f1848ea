// One phone: listens for what is new and puts it on the screen.

import { act, change, look, words } from "./api.js";
import { byId, opens, toast } from "./elements.js";
import * as keys from "./keys.js";
import { show } from "./messages.js";
import * as sending from "./sending.js";
import * as writer from "./writer.js";

const WAIT = 25;
const AGAIN = 1500;
const leaving = new AbortController();
let blocked = false;

function below(chat) {
  blocked = chat.blocked;
  const silent = chat.blocked || !chat.started || chat.empty;
  byId("begin").hidden = !silent;
  byId("begin").textContent = chat.blocked ? words.restart : words.start;
  byId("writer").hidden = silent || !byId("recorder").hidden;
  byId("block").textContent = chat.blocked ? words.unblock : words.block;
  byId("commands-button").hidden = !chat.commands;
  keys.showKeys(silent ? null : chat.keyboard);
  writer.placeholder(chat.placeholder);
  byId("status").textContent = chat.blocked ? words.blocked : chat.action ? words.writing : words.bot;
}

async function listen() {
  let after = 0;
  let wait = 0;
  while (!leaving.signal.aborted) {
    try {
      const chat = await look("chat", { after, wait }, leaving.signal);
      if (chat.last < after) location.reload();
      show(chat.messages);
      below(chat);
      byId("log").ariaBusy = "false";
      after = chat.last;
      wait = chat.action ? 5 : WAIT;
    } catch {
      if (leaving.signal.aborted) return;
      byId("status").textContent = words.connecting;
      await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
    }
  }
}

function menu() {
  const close = opens(byId("menu-button"), byId("menu"));
  byId("language").addEventListener("change", async (event) => {
    await change({ language_code: event.target.value });
    location.reload();
  });
  byId("block").addEventListener("click", () => {
    close();
    act("block", { blocked: !blocked }).catch((error) => toast(error.message));
  });
  byId("clear").addEventListener("click", () => { close(); act("clear"); });
  byId("begin").addEventListener("click", () => act("start"));
}

window.addEventListener("pagehide", () => leaving.abort());
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
menu();
writer.start();
sending.start();
keys.start();
listen();
