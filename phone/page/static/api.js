// Talks to the phone's own server; everything a person does goes through `act`.

const base = `/phone/api/people/${document.body.dataset.person}`;

export const words = JSON.parse(document.getElementById("words").textContent);

// What the server says about an error is for developers; people read our own words.
async function read(response) {
  if (response.ok) return response.json();
  console.warn(response.url, response.status, await response.text());
  throw new Error(words.failed);
}

export async function act(name, body = {}) {
  const form = body instanceof FormData;
  return read(await fetch(`${base}/${name}`, {
    method: "POST",
    headers: form ? {} : { "Content-Type": "application/json" },
    body: form ? body : JSON.stringify(body),
  }));
}

export async function change(body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(base, { method: "PATCH", headers, body: JSON.stringify(body) }));
}

export async function look(name, query = {}, signal = undefined) {
  return read(await fetch(`${base}/${name}?${new URLSearchParams(query)}`, { signal }));
}
