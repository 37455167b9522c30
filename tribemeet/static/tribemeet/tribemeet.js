// Everything here only makes a working page quicker or clearer: each flow passes without it.

const SLOW = 300;
const UNDO = 10_000;
const QUIET = 5_000;

const byId = (id) => document.getElementById(id);

// A pressed button is marked at once, says so when the answer takes longer than a blink, and a second press
// changes nothing.
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
  byId("try-again")?.remove();
  document.querySelector("[data-failed]")?.removeAttribute("data-failed");
  waiting.set(form, { button, timer, takeBack: mark(form, button) });
}

function mark(form, button) {
  const marks = [...form.querySelectorAll("[aria-pressed]")].map((each) => [each, each.ariaPressed]);
  for (const [each] of marks) {
    each.ariaPressed = String(each.value === button?.value);
    delete each.dataset.chosen;
  }
  return () => marks.forEach(([each, was]) => { each.ariaPressed = was; });
}

function settle(form) {
  const { button, timer, takeBack } = waiting.get(form) ?? {};
  clearTimeout(timer);
  takeBack?.();
  button?.removeAttribute("aria-disabled");
  button?.querySelector(".sending-now")?.remove();
  waiting.delete(form);
  return button;
}

document.addEventListener("submit", send);
addEventListener("pageshow", () => [...waiting.keys()].forEach(settle));

// Focus is never lost: after an answer it is on the sentence that says what now holds, or what is wrong.
function afterAnswer() {
  const said = byId("problems") ?? byId("rsvp-status");
  said?.focus({ preventScroll: true });
  said?.scrollIntoView({ block: "nearest" });
  forgetUndo();
}

function forgetUndo() {
  const undo = document.querySelector("[data-undo]");
  if (undo) setTimeout(() => {
    if (undo.contains(document.activeElement)) byId("rsvp-status")?.focus();
    undo.remove();
  }, UNDO);
}

function failed(sentence) {
  const status = byId("rsvp-status");
  const words = status?.querySelector("[data-said]");
  if (!words) return;
  status.querySelector("svg")?.remove();
  words.textContent = sentence;
  words.className = "";
  words.dataset.failed = "";
  status.focus();
}

function offerAgain(button) {
  const again = Object.assign(document.createElement("button"), { type: "button", id: "try-again", className: "button primary wide", textContent: "Try again" });
  button.dataset.chosen = "";
  again.addEventListener("click", () => {
    button.focus();
    button.form.requestSubmit(button);
  });
  (button.closest(".answers") ?? button.form).prepend(again);
}

const pressed = new WeakMap();

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const button = settle(detail.elt);
  pressed.set(detail.elt, button);
  if (button?.name === "back" && detail.successful) voteTakenBack(button.value);
});

// The button went with the vote: focus is where one would vote anew.
function voteTakenBack(slot) {
  const choices = document.querySelectorAll(`[name="slot-${slot}"]`);
  choices.forEach((each) => { each.checked = false; });
  choices[0]?.focus();
}

document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  failed("Not saved: no connection. Your choice is still marked here.");
  if (pressed.get(detail.elt)) offerAgain(pressed.get(detail.elt));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // a whole page in answer is an error page: it has no place inside this one
  const page = /^\s*<!doctype/i.test(detail.serverResponse);
  if (page) detail.shouldSwap = false;
  if (detail.requestConfig.verb !== "get" && (page || detail.xhr.status >= 500)) failed("Not saved. Load this page again and press once more.");
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "rsvp-rest") afterAnswer();
});

// News from elsewhere takes nothing away: no press on its way or lost, nothing typed, no opened part, and no
// sentence that says more than the one that would come in its place.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const { target, fragment } = detail;
  if (target.id === "ballot") detail.shouldSwap = !onlyVotes(target, fragment);
  if (target.id === "rsvp-status") detail.shouldSwap = !target.querySelector("[data-failed]") && !alreadySaid(target, fragment);
  if (target.id === "rsvp-answers") detail.shouldSwap = !target.querySelector(".htmx-request, #try-again");
  for (const { id } of target.querySelectorAll("details[open] > summary")) fragment.querySelector(`#${id}`)?.parentElement.setAttribute("open", "");
  for (const field of target.querySelectorAll(":is(input, select, textarea)[id]")) keepTyped(field, fragment.querySelector(`#${CSS.escape(field.id)}`));
});

function keepTyped(field, fresh) {
  const options = [...(field.options ?? [])];
  const typed = options.length ? options.some((each) => each.selected !== each.defaultSelected) : field.value !== field.defaultValue;
  if (fresh && typed) fresh.value = field.value;
  if (fresh && field.checked !== field.defaultChecked) fresh.checked = field.checked;
}

// The same times as before: their tallies change, and what one is choosing right now stays.
function onlyVotes(shown, coming) {
  const next = coming.querySelector("#ballot");
  if (!next || shown.dataset.edition !== next.dataset.edition) {
    lostFocus = shown.contains(document.activeElement);
    return false;
  }
  next.querySelectorAll(".tally").forEach((tally) => byId(tally.id)?.replaceChildren(...tally.childNodes));
  return true;
}

let lostFocus = false;

document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id === "ballot" && lostFocus) byId("rsvp-status")?.focus({ preventScroll: true });
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

// As many names are asked for as guests come; without script there is room for each who may.
function roomForNames() {
  for (const names of document.querySelectorAll(".guest-names")) {
    const guests = Number(names.form.elements.guests.value) || 0;
    names.hidden = !guests;
    names.querySelectorAll("input").forEach((each, at) => { each.hidden = each.disabled = at >= guests; });
  }
}

document.addEventListener("input", ({ target }) => target.name === "guests" && roomForNames());
document.addEventListener("htmx:afterSettle", roomForNames);
roomForNames();

// What is left of the time to take an offered place, told by the minute and never announced.
function counted(number, unit) {
  return number ? `${number} ${unit}${number > 1 ? "s" : ""}` : "";
}

setInterval(() => {
  const left = byId("time-left");
  if (!left) return;
  const minutes = Math.floor((Date.parse(left.dateTime) - Date.now()) / 60_000);
  if (minutes < 0) htmx.trigger("#live", "sse:attendees");
  left.textContent = `${counted(Math.floor(minutes / 60), "hour")} ${counted(minutes % 60, "minute")}`.trim() || "less than a minute";
}, 60_000);

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

// One more row of a list, in its place; without script the same button asks the server for some.
const numbered = ["id", "name", "for", "aria-describedby"];

function addRow(button) {
  const list = byId(button.dataset.addRow);
  const number = list.children.length;
  const row = list.lastElementChild.cloneNode(true);
  row.querySelectorAll(".error").forEach((each) => each.parentElement.remove());
  for (const each of row.querySelectorAll("*")) {
    each.classList.remove("wrong");
    each.removeAttribute("aria-invalid");
    for (const name of numbered) if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(/-\d+-/, `-${number}-`));
    if (each.matches("label")) each.textContent = each.textContent.replace(/\d+$/, (last) => Number(last) + 1);
    if (each.matches("select")) each.selectedIndex = 0;
    else if (each.type === "checkbox") each.checked = false;
    else if (each.matches("input, textarea")) each.value = "";
  }
  list.append(row);
  row.querySelector("input:not([type=hidden])").focus();
  button.hidden = number + 1 >= Number(button.dataset.most);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-add-row]");
  if (!button) return;
  event.preventDefault();
  addRow(button);
});

// What is shown once is copied at one press, where the browser lets a page do so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const copied = navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.nextElementSibling.textContent = await copied.then(() => "Copied.", () => "Not copied: mark it and copy it yourself.");
  });
}

// A press that script makes needless is left out once script is there to make it.
if (window.htmx) document.documentElement.classList.add("scripted");

document.querySelector("[data-focus]")?.focus();
forgetUndo();
