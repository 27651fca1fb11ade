// The tablet at the door: who are you, what do you do, done, next. One page whose views are shown one at a time.

import { canScan, scan } from "./kiosk/camera";
import { enqueue, keepSending, onchange } from "./kiosk/queue";
import { listenToReader } from "./kiosk/reader";
import { canSeal, seal } from "./kiosk/seal";
import * as server from "./kiosk/server";
import { type Act, type Claim, type Face, type Outcome, Refused, Unreachable, serverNow } from "./kiosk/server";
import { dayOf, hours, say, timeOf } from "./kiosk/words";
import { newId } from "./lib/queue";

type View = "start" | "pin" | "scan" | "person" | "done";

/** Whoever stands at the tablet: recognised by the server, or to be checked later. */
interface Visitor {
  name: string;
  face?: Face | undefined;
  acts: Act[];
  ticket?: string;
  claim?: Claim;
}

const IDLE = 15_000;
const SHOWN = 3_000;
const REFRESH = 60_000;
const LONGEST_PIN = 8;
const ALL_ACTS: Act[] = ["come", "break", "back", "go"];
const SENSIBLE: Record<server.State, Act[]> = { out: ["come"], in: ["break", "go"], break: ["back", "go"] };
const BECOMES: Record<Act, server.State> = { come: "in", break: "break", back: "in", go: "out" };

const setup = document.body.dataset;
/** Who was here when the server was asked last: a page that is opened without it still has the names. */
const FACES = `kiosk-faces-${setup["kiosk"]}`;
let faces: Face[] = JSON.parse(localStorage.getItem(FACES) ?? "[]");
let chosen: Face | undefined;
let typed = "";
let visitor: Visitor | undefined;
let busy = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let scanning: AbortController | undefined;

function part<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

// Views.

function show(view: View): void {
  for (const each of document.querySelectorAll<HTMLElement>(".kiosk-view")) each.hidden = each.id !== `view-${view}`;
  if (view !== "scan") scanning?.abort();
  part(`view-${view}`).querySelector<HTMLElement>("[tabindex='-1']")?.focus();
  waitFor(view === "start" ? 0 : view === "done" ? SHOWN : IDLE);
}

/** Back to the start after so many milliseconds without a touch; 0 for never. */
function waitFor(length: number): void {
  clearTimeout(timer);
  if (length) timer = setTimeout(start, length);
}

function start(): void {
  chosen = visitor = undefined;
  typed = "";
  tell("");
  const search = document.getElementById("search") as HTMLInputElement | null;
  if (search) search.value = "";
  drawFaces();
  show("start");
}

function tell(text: string): void {
  part("said").textContent = text;
}

// Who is here.

function drawFaces(): void {
  const list = document.getElementById("people");
  if (list === null) return;
  const sought = part<HTMLInputElement>("search").value.trim().toLocaleLowerCase();
  const found = faces.filter((face) => face.name.toLocaleLowerCase().includes(sought));
  list.replaceChildren(...found.map(tile));
  part("nobody").hidden = found.length > 0;
  part("nobody").textContent = say(faces.length ? "nobody" : "no_pins");
}

function tile(face: Face): HTMLLIElement {
  const button = element("button", "kiosk-face");
  button.type = "button";
  button.append(
    element("span", "kiosk-initials", face.initials),
    element("span", "kiosk-face-name", face.name),
    element("span", `state is-${face.state}`, say(face.state)),
  );
  button.firstElementChild?.setAttribute("aria-hidden", "true");
  button.addEventListener("click", () => askPin(face));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, look: string, text = ""): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), { className: look, textContent: text });
}

async function refresh(): Promise<void> {
  try {
    faces = await server.people();
    localStorage.setItem(FACES, JSON.stringify(faces));
    offline(false);
  } catch (error) {
    if (error instanceof Refused) return tell(say("disconnected"));
    offline(true);
  }
  if (!part("view-start").hidden) drawFaces();
}

// The PIN.

function askPin(face: Face): void {
  chosen = face;
  typed = "";
  part("pin-of").textContent = say("pin_of", { name: face.name });
  tell("");
  drawPin();
  show("pin");
}

function drawPin(): void {
  part("pin-dots").textContent = "●".repeat(typed.length);
  part("pin-count").textContent = typed ? say("digits", { number: String(typed.length) }) : "";
  waitFor(IDLE);
}

function press(key: string): void {
  if (key === "enter") {
    if (chosen && typed) void recognise({ way: "pin", person_id: chosen.id, pin: typed }, chosen);
    return;
  }
  typed = key === "erase" ? typed.slice(0, -1) : (typed + key).slice(0, LONGEST_PIN);
  drawPin();
}

// Who somebody is.

async function recognise(claim: Claim, face?: Face): Promise<void> {
  if (busy) return;
  busy = true;
  typed = "";
  try {
    const found = await server.identify(claim);
    offline(false);
    welcome(found, face);
  } catch (error) {
    if (error instanceof Refused) refuse(error);
    else if (error instanceof Unreachable) believe(claim, face);
    else throw error;
  } finally {
    busy = false;
  }
}

function welcome(found: server.Recognised, face?: Face): void {
  visitor = { name: found.name, face: face ?? faces.find((each) => each.name === found.name), acts: found.acts, ticket: found.ticket };
  const since = found.state === "break" ? found.on_break_since : found.since;
  stateOf(found.state, since);
  part("person-sums").hidden = false;
  part("worked").textContent = hours(found.worked_seconds);
  part("breaks").textContent = hours(found.break_seconds);
  offer();
}

/** Offline: what somebody says is checked later. */
function believe(claim: Claim, face?: Face): void {
  offline(true);
  if (!canSeal()) {
    start();
    tell(say("failed"));
    return;
  }
  visitor = { name: face?.name ?? "", face, acts: face ? SENSIBLE[face.state] : ALL_ACTS, claim };
  part("person-state").replaceChildren();
  part("person-sums").hidden = true;
  offer();
}

function stateOf(state: server.State, since: string | null): void {
  const shown = element("span", `state is-${state}`, say(state));
  const text = since ? `${say("since", { time: timeOf(since) })}` : "";
  part("person-state").replaceChildren(shown, text);
}

function offer(): void {
  if (visitor === undefined) return;
  tell("");
  part("person-name").textContent = visitor.name || say("offline");
  part("acts").replaceChildren(
    ...visitor.acts.map((act) => {
      const button = element("button", `kiosk-act is-${act}`, say(`do_${act}`));
      button.type = "button";
      button.dataset.act = act;
      button.addEventListener("click", () => void doIt(act));
      return button;
    }),
  );
  show("person");
}

function refuse(error: Refused): void {
  const time = error.until ? timeOf(new Date(Date.parse(error.until) + 59_999)) : "";
  drawPin();
  if (error.status === 401) tell(say("disconnected"));
  else if (error.key === "not-recognised") tell(say("not_recognised"));
  else if (error.key === "too-many-attempts") tell(say("too_many", { time }));
  else if (error.key === "invalid") tell(say("too_late"));
  else tell(say("not_possible", { detail: error.detail }));
}

// What they do.

async function doIt(act: Act): Promise<void> {
  if (busy || visitor === undefined) return;
  busy = true;
  const { claim, ticket } = visitor;
  const wanted = { id: newId(), act };
  const at = serverNow().toISOString();
  try {
    if (claim) await keep(wanted, at, { sealed: await sealed(wanted, at, claim) });
    else if (ticket) await send(wanted, at, ticket);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    start();
    refuse(error);
  } finally {
    busy = false;
  }
}

async function send(wanted: { id: string; act: Act }, at: string, ticket: string): Promise<void> {
  try {
    const outcome = await server.punch({ ...wanted, ticket });
    done(outcome.act, outcome.at, outcome.outcome === "unchanged" ? say("unchanged") : "");
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    offline(true);
    await keep(wanted, at, { ticket });
  }
}

async function keep(wanted: { id: string; act: Act }, at: string, who: { ticket: string } | { sealed: string }): Promise<void> {
  await enqueue({ ...wanted, at, ...who });
  done(wanted.act, at, say("kept"));
}

/** Bound to this kiosk, this punch, this instant: nobody can use it for another. */
function sealed(wanted: { id: string; act: Act }, at: string, claim: Claim): Promise<string> {
  return seal(setup["key"] ?? "", [setup["kiosk"], wanted.id, wanted.act, at].join("|"), claim);
}

function done(act: Act, at: string, note: string): void {
  part("done-what").textContent = `${say(`done_${act}`)} ${timeOf(at)}`;
  part("done-who").textContent = visitor?.name ?? "";
  part("done-note").textContent = note;
  if (visitor?.face) visitor.face.state = BECOMES[act];
  localStorage.setItem(FACES, JSON.stringify(faces));
  show("done");
  if (setup["sound"] !== undefined) beep();
}

function beep(): void {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 880 });
  tone.connect(new GainNode(audio, { gain: 0.1 })).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.15);
}

// The camera.

async function lookForCode(): Promise<void> {
  show("scan");
  scanning = new AbortController();
  try {
    const text = await scan(part<HTMLVideoElement>("camera"), scanning.signal);
    if (text) await recognise({ way: "scan", text });
  } catch {
    start();
    tell(say("no_camera"));
  }
}

// The line to the server.

let isOffline = false;
let waiting = 0;

function offline(now: boolean): void {
  isOffline = now;
  drawLine();
}

function drawLine(): void {
  const queued = waiting === 1 ? say("waiting_one") : say("waiting_many", { number: String(waiting) });
  const said = [isOffline ? say("offline") : "", waiting ? queued : ""].filter(Boolean).join(" · ");
  const line = part("link-state");
  if (line.textContent !== said) line.textContent = said;
  line.classList.toggle("is-offline", isOffline);
}

function sent(outcomes: Outcome[]): void {
  if (outcomes.length === 0) return;
  offline(false);
  void refresh();
  if (outcomes.some((each) => each.outcome === "refused")) tell(say("refused"));
}

function tick(): void {
  const now = serverNow();
  part("clock").textContent = timeOf(now);
  part("date").textContent = dayOf(now);
  setTimeout(tick, 1000 - (now.getTime() % 1000));
}

// Hands, keys, readers.

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest("button");
  if (button === null) return;
  if (button.dataset.digit) press(button.dataset.digit);
  else if (button.dataset.erase !== undefined) press("erase");
  else if (button.dataset.enter !== undefined) press("enter");
  else if (button.dataset.cancel !== undefined) start();
  else if (button.id === "scan") void lookForCode();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") start();
  if (part("view-pin").hidden) return;
  if (/^[0-9]$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace") press("erase");
  else if (event.key === "Enter" && !(event.target as Element).closest("button")) press("enter");
});

document.addEventListener("pointerdown", () => {
  if (part("view-start").hidden && part("view-done").hidden) waitFor(IDLE);
});

listenToReader((text) => {
  chosen = undefined;
  void recognise({ way: "scan", text });
});
document.getElementById("search")?.addEventListener("input", drawFaces);
if (canScan()) document.getElementById("scan")?.removeAttribute("hidden");

onchange((number) => {
  waiting = number;
  drawLine();
});
keepSending(sent);
addEventListener("offline", () => offline(true));
addEventListener("online", () => void refresh());
setInterval(() => void refresh(), REFRESH);
void refresh();
tick();
