// Everything here only makes a working page quicker or clearer: each flow passes without it.

const SLOW = 300;
const UNDO = 10_000;
const QUIET = 5_000;

const byId = (id) => document.getElementById(id);

// A pressed button says so when the answer takes longer than a blink, and a second press changes nothing.
const waiting = new Map();

function send(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (waiting.has(form)) return event.preventDefault();
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  const timer = setTimeout(() => {
    button?.setAttribute("aria-disabled", "true");
    button?.append(Object.assign(document.createElement("span"), { className: "sending-now", textContent: "Sending…" }));
  }, SLOW);
  waiting.set(form, { button, timer });
}

function settle(form) {
  const { button, timer } = waiting.get(form) ?? {};
  clearTimeout(timer);
  button?.removeAttribute("aria-disabled");
  button?.querySelector(".sending-now")?.remove();
  waiting.delete(form);
}

document.addEventListener("submit", send);
addEventListener("pageshow", () => [...waiting.keys()].forEach(settle));

// Focus is never lost: after an answer it is on the sentence that says what now holds.
function afterAnswer() {
  const status = byId("rsvp-status");
  status?.focus({ preventScroll: true });
  status?.scrollIntoView({ block: "nearest" });
  forgetUndo();
}

function forgetUndo() {
  const undo = document.querySelector("[data-undo]");
  if (undo) setTimeout(() => {
    if (undo.contains(document.activeElement)) byId("rsvp-status")?.focus();
    undo.remove();
  }, UNDO);
}

function failed(sentence = "Not saved: no connection. Press your answer again.") {
  const status = byId("rsvp-status");
  if (!status) return;
  status.textContent = sentence;
  status.focus();
}

document.addEventListener("htmx:afterRequest", (event) => settle(event.detail.elt));
document.addEventListener("htmx:sendError", ({ detail }) => detail.requestConfig.verb === "get" || failed());
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // a whole page in answer is an error page: it has no place inside this one
  const page = /^\s*<!doctype/i.test(detail.serverResponse);
  if (page) detail.shouldSwap = false;
  if (detail.requestConfig.verb !== "get" && (page || detail.xhr.status >= 500)) failed("Not saved. Load this page again and press once more.");
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "rsvp-rest") afterAnswer();
});

// News from elsewhere takes nothing away: no press on its way, no number just typed, no opened part, and no
// sentence that says more than the one that would come in its place.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const { target, fragment } = detail;
  if (target.id === "rsvp-status") detail.shouldSwap = !alreadySaid(target, fragment);
  if (target.id === "rsvp-answers") detail.shouldSwap = !target.querySelector(".htmx-request");
  const opened = fragment.querySelectorAll("details");
  target.querySelectorAll("details").forEach((part, at) => opened[at]?.toggleAttribute("open", part.open));
  const typed = target.querySelector("#guests");
  const fresh = fragment.querySelector("#guests");
  if (typed && fresh && typed.value !== typed.defaultValue) fresh.value = typed.value;
});

function alreadySaid(shown, coming) {
  const next = coming.querySelector("[data-said]");
  return !next.hasAttribute("data-news") && shown.querySelector("[data-said]")?.dataset.said === next.dataset.said;
}

// Who joins while the page is open is said in one polite line, at most every five seconds.
let spokenAt = 0;
let pending = 0;

function speak() {
  pending = 0;
  spokenAt = Date.now();
  const count = byId("who-count");
  const line = byId("announce");
  if (count && line) line.textContent = count.textContent.trim();
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "live" || pending) return;
  pending = setTimeout(speak, Math.max(0, spokenAt + QUIET - Date.now()));
});

// Towns are suggested from our own list while one types; any text that names one is accepted without it.
let typed = 0;

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.places || target.value.trim().length < 2) return;
  clearTimeout(typed);
  typed = setTimeout(async () => {
    const answer = await fetch(`${target.dataset.places}?q=${encodeURIComponent(target.value)}`);
    if (!answer.ok) return;
    const { places } = await answer.json();
    target.list?.replaceChildren(...places.map(({ name }) => Object.assign(document.createElement("option"), { value: name })));
  }, 150);
});

// The zone's name stands beside the time, and follows the choice under "More".
document.addEventListener("change", ({ target }) => {
  const words = document.querySelector("[data-zone-words]");
  if (words && target.name === "time_zone") {
    words.textContent = `${target.value.split("/").pop().replaceAll("_", " ")} time`;
  }
});

for (const field of document.querySelectorAll("[data-my-zone]")) {
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// What is shown once is copied at one press, where the browser lets a page do so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const copied = navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.nextElementSibling.textContent = await copied.then(() => "Copied.", () => "Not copied: mark it and copy it yourself.");
  });
}

document.querySelector("[data-focus]")?.focus();
forgetUndo();
