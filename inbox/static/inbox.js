// Makes open pages live: what waits is counted in the title, new urgent matters ring, lists and threads
// fetch what is new. Every page works without this file; a reload shows the same.

const body = document.body;
const count = document.getElementById("count");
const soundButton = document.getElementById("sound");
let known = null;

listen();
keepDrafts();
sendOnce();
sound();

function listen() {
  const source = new EventSource(body.dataset.live);
  source.addEventListener("state", (event) => arrived(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) document.getElementById("gone").hidden = false;
  });
}

// `urgent` and `waiting` are ids; `list` and `thread` change whenever what they stand for has changed.
function arrived(state) {
  const before = known;
  known = state;
  const waiting = state.urgent.length + state.waiting.length;
  document.title = (waiting ? `(${waiting}) ` : "") + body.dataset.quietTitle;
  count.textContent = waiting;
  count.hidden = !waiting;
  if (before && state.urgent.some((id) => !before.urgent.includes(id))) ring();
  for (const part of document.querySelectorAll("[data-fragment]")) {
    const shown = before ? before[part.dataset.on] : part.dataset.version;
    if (shown !== undefined && shown !== state[part.dataset.on]) refresh(part);
  }
}

async function refresh(part) {
  const answer = await fetch(part.dataset.fragment, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  const atEnd = part.getBoundingClientRect().bottom < window.innerHeight + 200;
  const focused = part.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : null;
  for (const entry of fresh.querySelectorAll("[id]")) {
    const old = document.getElementById(entry.id);
    if (!old) entry.classList.add("fresh");
    else if (old.querySelector("audio, video") && old.dataset.state === entry.dataset.state) entry.replaceWith(old);
  }
  part.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.querySelector("a, button")?.focus();
  if (part.dataset.on === "thread" && atEnd) part.lastElementChild?.scrollIntoView({ block: "nearest" });
}

// What somebody has begun to write stays while this tab is open, also if the session ends meanwhile or the
// form comes back with an error. It goes when the page after the press says that it was taken.
function keepDrafts() {
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  if (sent && document.querySelector(".said[role=status]:not(#gone)")) sessionStorage.removeItem(sent);
  for (const field of document.querySelectorAll("textarea[data-draft]")) {
    const name = `draft:${field.dataset.draft}`;
    if (!field.value) field.value = sessionStorage.getItem(name) ?? "";
    if (field.value) field.closest("details")?.setAttribute("open", "");
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    field.form.addEventListener("submit", () => sessionStorage.setItem("sent", name));
  }
  document.querySelector('form[action="/sign-out"]').addEventListener("submit", () => sessionStorage.clear());
}

// A second press before the answer is there does nothing.
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
}

function sound() {
  soundButton.hidden = false;
  const show = () => {
    const on = localStorage.getItem("sound") === "on";
    soundButton.textContent = on ? soundButton.dataset.on : soundButton.dataset.off;
    soundButton.setAttribute("aria-pressed", String(on));
  };
  soundButton.addEventListener("click", () => {
    localStorage.setItem("sound", localStorage.getItem("sound") === "on" ? "off" : "on");
    show();
    ring();
  });
  show();
}

// Two soft tones. Browsers allow them once somebody has pressed something on the page.
function ring() {
  if (localStorage.getItem("sound") !== "on") return;
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.22, 880]]) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.15, audio.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.5);
    tone.connect(loud).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.5);
  }
}
