// The demo's desk: moves the clock, shows the time, and turns three panes into tabs where there is little room.

const byId = (id) => document.getElementById(id);
const EVERY = 5000;

async function showTime() {
  const answer = await fetch(`/demo/clock?language=${document.documentElement.lang}`).catch(() => null);
  if (!answer?.ok) return;
  const { iso, text, field, stops } = await answer.json();
  if (document.activeElement !== byId("to")) byId("to").value = field;
  byId("now").textContent = text;
  byId("now").dateTime = iso;
  [...byId("stops").children].forEach((button, index) => {
    if (stops[index]) Object.assign(button, { title: stops[index].when }).dataset.time = stops[index].time;
  });
}

async function move(time, pressed) {
  pressed.setAttribute("aria-busy", "true");
  byId("problem").hidden = true;
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/demo/clock", { method: "POST", headers, body: JSON.stringify({ time }) });
    if (!answer.ok) throw new Error(await answer.text());
  } catch (error) {
    console.warn(error);
    byId("problem").hidden = false;
  } finally {
    pressed.removeAttribute("aria-busy");
    await showTime();
  }
}

const tabs = [...document.querySelectorAll("[role=tab]")];

function choose(tab) {
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    byId(each.getAttribute("aria-controls")).classList.toggle("shown", chosen);
  }
}

tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
});
choose(tabs[0]);

byId("stops").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed) move(pressed.dataset.time, pressed);
});
byId("move").addEventListener("submit", (event) => {
  event.preventDefault();
  move(byId("to").value, event.submitter);
});
setInterval(showTime, EVERY);
