// The clocks' buttons without a connection: what could not be sent waits in a queue, is shown, and is sent when the
// server is back. A form with `data-punch` is one; its request carries an id, so that it is booked once even where only
// the answer was lost.

import { type Kept, type Outcome, Queue, newId } from "./queue";

const ACTS = ["start", "pause", "resume", "stop", "clock-in", "start-break", "end-break", "clock-out"] as const;
type Verb = (typeof ACTS)[number];

interface Punch {
  verb: Verb;
  fields: Record<string, string>;
}

/** What can be done after an act that the page does not know of yet. */
const NEXT: Record<Verb, Verb[]> = {
  start: ["pause", "stop"],
  pause: ["resume", "stop"],
  resume: ["pause", "stop"],
  stop: [],
  "clock-in": ["start-break", "clock-out"],
  "start-break": ["end-break", "clock-out"],
  "end-break": ["start-break", "clock-out"],
  "clock-out": ["clock-in"],
};
const OF_TIMER = new Set<Verb>(["start", "pause", "resume", "stop"]);
const TRIED_EVERY = 20_000;

const person = document.body.dataset.person ?? "";
const shown = document.getElementById("punches");
const pressed = new WeakMap<Element, { id: string; at: string }>();
const queue = new Queue<Punch>("uhrwerk-punches", send, () => void draw());

async function send(person: string, kept: Kept<Punch>[]): Promise<Outcome[] | null> {
  const punches = kept.map(({ id, at, act }) => ({ id, at, act: act.verb, fields: act.fields }));
  const headers = { "Content-Type": "application/json", Accept: "application/json", ...pageHeaders() };
  try {
    const answer = await fetch("/punches", { method: "POST", headers, body: JSON.stringify({ person, punches }) });
    return answer.ok ? ((await answer.json()) as { outcomes: Outcome[] }).outcomes : null;
  } catch {
    return null;
  }
}

/** The session's token, as htmx sends it. */
function pageHeaders(): Record<string, string> {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
}

function verbOf(element: Element): Verb | undefined {
  const verb = (element as HTMLElement).dataset.punch;
  return ACTS.find((each) => each === verb);
}

// The page's own forms.

interface Configured {
  elt: Element;
  parameters: Record<string, string>;
}

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = (event as CustomEvent<Configured>).detail;
  if (verbOf(elt) === undefined) return;
  const made = { id: newId(), at: new Date().toISOString() };
  pressed.set(elt, made);
  parameters["punch_id"] = made.id;
});

// Before anybody else hears of it: nothing is lost, so nothing is to be tried again.
document.addEventListener(
  "htmx:sendError",
  (event) => {
    const form = (event as CustomEvent<Configured>).detail.elt;
    const [verb, made] = [verbOf(form), pressed.get(form)];
    if (verb === undefined || made === undefined || shown === null) return;
    event.stopPropagation();
    void queue.add(person, made.id, made.at, { verb, fields: fieldsOf(form) }, made.at);
    if (verb === "start") (form as HTMLFormElement).reset();
  },
  true,
);

function fieldsOf(form: Element): Record<string, string> {
  if (!(form instanceof HTMLFormElement) || verbOf(form) !== "start") return {};
  const wanted = ["note", "purpose", "type_of_work_id"];
  const given = new FormData(form);
  return Object.fromEntries(wanted.filter((name) => given.has(name)).map((name) => [name, String(given.get(name))]));
}

// What waits.

async function draw(): Promise<void> {
  if (shown === null) return;
  const all = await queue.of(person);
  shown.hidden = all.length === 0;
  shown.querySelector(".punches-list")?.replaceChildren(...all.map(line));
  const clocks = [true, false].map((timer) => all.filter((kept) => OF_TIMER.has(kept.act.verb) === timer));
  const last = clocks.flatMap((of) => of.filter((kept) => kept.state !== "refused").slice(-1));
  shown.querySelector(".punches-next")?.replaceChildren(...last.flatMap((kept) => NEXT[kept.act.verb].map(nextButton)));
  document.body.dataset.pending = last.map((kept) => (OF_TIMER.has(kept.act.verb) ? "timer" : "attendance")).join(" ");
}

function line(kept: Kept<Punch>): HTMLLIElement {
  const time = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const did = [words("did")[kept.act.verb], kept.act.fields["note"]].filter(Boolean).join(": ");
  const said = [words("became")[kept.state], kept.detail].filter(Boolean).join(": ");
  const item = document.createElement("li");
  item.dataset.state = kept.state;
  item.append(Object.assign(document.createElement("p"), { textContent: `${time} ${did} – ${said}` }));
  if (kept.state === "refused" || kept.state === "unsure") {
    item.append(
      button(shown?.dataset.againText, () => queue.again(kept)),
      button(shown?.dataset.dismissText, () => queue.dismiss(kept.id)),
    );
  }
  return item;
}

function button(text: string | undefined, act: () => Promise<void>): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button is-small" });
  made.textContent = text ?? "";
  made.addEventListener("click", () => void act().then(flush));
  return made;
}

function nextButton(verb: Verb): HTMLButtonElement {
  return button(words("do")[verb], () => queue.add(person, newId(), new Date().toISOString(), { verb, fields: {} }));
}

function words(name: "did" | "do" | "became"): Record<string, string> {
  return JSON.parse(shown?.dataset[name] ?? "{}") as Record<string, string>;
}

async function flush(): Promise<void> {
  if ((await queue.of(person)).length > 0) await queue.flush(person);
}

// A copy of the page that the service worker kept says so, and gives way to the page itself when that can be had.

const { offline } = document.documentElement.dataset;

function whenConnected(): void {
  void flush().then(() => {
    if (offline !== undefined) location.reload();
  });
}

if (person !== "" && shown !== null) {
  const said = document.getElementById("connection");
  if (offline !== undefined && said !== null) {
    const time = new Date(offline).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    said.textContent = (shown.dataset.offlineText ?? "").replace("{time}", time);
  }
  document.addEventListener("live:connected", whenConnected);
  setInterval(() => void flush(), TRIED_EVERY);
  void draw().then(flush);
}

// Nobody is signed in: nothing of anybody's is to be seen. What waits to be booked is shown to its own person alone.
if (person === "" && "caches" in window) void caches.delete("last-seen");

// Plain http has no service workers, but for localhost.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
