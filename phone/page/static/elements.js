// Small help for making elements.

export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

let timer = 0;

// A line above the chat that goes away by itself.
export function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, 3000);
}

// A button that shows and hides what it controls; Escape and a press elsewhere hide it.
export function opens(button, sheet, shown = () => {}) {
  const set = (open) => {
    sheet.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) shown();
  };
  button.addEventListener("click", () => set(sheet.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !sheet.hidden) { set(false); button.focus(); }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!sheet.hidden && !sheet.contains(event.target) && !button.contains(event.target)) set(false);
  });
  return () => set(false);
}
