// Files, a place, a number, stickers, and one's voice.

import { act, words } from "./api.js";
import { byId, opens, toast } from "./elements.js";
import { takeText } from "./writer.js";

async function upload(kind, file, more = {}) {
  const form = new FormData();
  form.append("file", file, file.name || "voice.webm");
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  await act(kind, form).catch((error) => toast(error.message));
}

export const place = () => navigator.geolocation?.getCurrentPosition(
  ({ coords }) => act("location", { lat: coords.latitude, lon: coords.longitude }),
  () => toast(words.no_place),
);

export function start() {
  const close = opens(byId("attach-button"), byId("attach"));
  byId("file").addEventListener("change", async (event) => {
    close();
    for (const file of event.target.files) {
      await upload(file.type.startsWith("image/") ? "photo" : "document", file, { caption: takeText() });
    }
    event.target.value = "";
  });
  byId("pick").addEventListener("click", () => byId("file").click());
  byId("place").addEventListener("click", () => { close(); place(); });
  byId("number-form").addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    const owner = document.querySelector(".owner").lastChild.textContent.trim();
    act("contact", { phone_number: byId("number").value, first_name: owner, own: true })
      .catch((error) => toast(error.message));
    event.target.reset();
  });
  document.querySelectorAll("[data-sticker]").forEach((button) => button.addEventListener("click", () => {
    close();
    act("sticker", { emoji: button.dataset.sticker });
  }));
  byId("record").addEventListener("click", record);
  byId("voice-file").addEventListener("change", async (event) => {
    if (event.target.files[0]) await upload("voice", event.target.files[0], { duration: 1 });
    event.target.value = "";
  });
}

// Where the browser may not record, a sound file can be chosen instead.
async function record() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    byId("voice-file").click();
    return;
  }
  const recorder = new MediaRecorder(stream, { mimeType: soundType() });
  const parts = [];
  const began = Date.now();
  let kept = false;
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    stream.getTracks().forEach((track) => track.stop());
    byId("recorder").hidden = true;
    byId("writer").hidden = false;
    const sound = new Blob(parts, { type: recorder.mimeType });
    const duration = Math.max(1, Math.round((Date.now() - began) / 1000));
    if (kept && sound.size) upload("voice", sound, { duration });
    byId("text").focus();
  });
  byId("send-recording").onclick = () => { kept = true; recorder.stop(); };
  byId("drop-recording").onclick = () => recorder.stop();
  byId("writer").hidden = true;
  byId("recorder").hidden = false;
  byId("send-recording").focus();
  recorder.start();
  tick(recorder, began);
}

function soundType() {
  return ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find(MediaRecorder.isTypeSupported) || "";
}

function tick(recorder, began) {
  if (recorder.state !== "recording") return;
  const seconds = Math.floor((Date.now() - began) / 1000);
  byId("seconds").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  setTimeout(() => tick(recorder, began), 250);
}
