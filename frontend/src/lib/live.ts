// Live updates: one stream a browser, however many tabs. The tab that holds the lock listens, and tells the others.
//
// Each event of the server names kinds of records that changed: `mine`, of the `team`, of the `workspace`. On <body> they
// become "live:mine" (detail.kinds) and, finer, "live:mine:time_entry": a fragment asks for itself again by
// hx-trigger="live:mine from:body". A stream that was lost goes on after its cursor, so nothing is missed.

type Whose = "mine" | "team" | "workspace";
type Kinds = Partial<Record<Whose, string[]>>;

interface Change {
  id: string;
  kinds: Kinds;
}

/** What tabs tell one another: a change, whether the stream stands, and how far a page that is new knows. */
type Message = { event: Change } | { lost: boolean } | { asks: string };

/** Without a sign of life for so long a stream is taken for dead; the server gives one every 40 s. */
const SILENCE = 60_000;
const SOON = 500;
const LONGEST_PAUSE = 30_000;
const LOST_AFTER = 4_000;
const REMEMBERED = 50;

const { person, cursor } = document.body.dataset;
const name = `uhrwerk-live-${person}`;
const tabs = new BroadcastChannel(name);
const root = document.documentElement;

/** How far this tab has heard. */
let heard = cursor ?? "";
let recent: Change[] = [];
let leads = false;
let lastSign = 0;
let reconnect = new AbortController();
let losing: ReturnType<typeof setTimeout> | undefined;

function hear(event: Change): void {
  heard = event.id;
  for (const [whose, kinds] of Object.entries(event.kinds)) {
    document.body.dispatchEvent(new CustomEvent(`live:${whose}`, { detail: { kinds } }));
    for (const kind of kinds) document.body.dispatchEvent(new CustomEvent(`live:${whose}:${kind}`));
  }
}

function tell(event: Change): void {
  recent = [...recent, event].slice(-REMEMBERED);
  tabs.postMessage({ event } satisfies Message);
  hear(event);
}

/** Say whether the server is there, when it has been away for a moment, and when it is back. */
function connected(is: boolean): void {
  if (!is) {
    losing ??= setTimeout(() => show(true), LOST_AFTER);
    return;
  }
  clearTimeout(losing);
  losing = undefined;
  show(false);
}

function show(lost: boolean): void {
  if (leads) tabs.postMessage({ lost } satisfies Message);
  const is = root.dataset.connection === "lost";
  if (lost) root.dataset.connection = "lost";
  else delete root.dataset.connection;
  const said = document.getElementById("connection");
  if (said !== null && lost !== is) said.textContent = lost ? (said.dataset.text ?? "") : "";
  if (!lost) document.dispatchEvent(new CustomEvent("live:connected"));
}

tabs.onmessage = ({ data }: MessageEvent<Message>) => {
  if ("event" in data) hear(data.event);
  else if ("lost" in data) show(data.lost);
  else if (leads) answer(data.asks);
};

/** A page that is new knows less than was told before it listened: tell it again. */
function answer(asks: string): void {
  for (const event of recent.filter((each) => isAfter(each.id, asks))) tabs.postMessage({ event } satisfies Message);
}

function isAfter(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => each.split(".").map(BigInt));
  return a![0]! > b![0]! || (a![0] === b![0] && a![1]! > b![1]!);
}

// The stream.

async function lead(leaving: AbortSignal): Promise<void> {
  leads = true;
  let failures = 0;
  while (!leaving.aborted) {
    reconnect = new AbortController();
    const began = Date.now();
    const status = await listen(reconnect.signal).catch(() => 0);
    // Signed out, or another person is signed in: this page has nothing more to hear.
    if (status === 204) return;
    if (Date.now() - began > SILENCE) failures = 0;
    connected(false);
    failures = (await pause(failures)) ? 0 : failures + 1;
  }
}

/** Listen until the stream ends; the status of what answered. */
async function listen(signal: AbortSignal): Promise<number> {
  const headers: Record<string, string> = heard === "" ? {} : { "Last-Event-ID": heard };
  const answer = await fetch(`/live?person=${person}`, { headers, signal, cache: "no-store" });
  if (answer.status !== 200 || answer.body === null) return answer.status;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const watch = setTimeout(() => reconnect.abort(), SILENCE);
    const { value, done } = await reader.read().finally(() => clearTimeout(watch));
    if (done) return answer.status;
    lastSign = Date.now();
    const blocks = (text + value).split("\n\n");
    text = blocks.pop() ?? "";
    blocks.forEach(take);
  }
}

function take(block: string): void {
  const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  const id = fields.get("id");
  if (id === undefined) return;
  const kind = fields.get("event");
  if (kind === "hello") connected(true);
  else if (kind === "change" || kind === "reset") tell({ id, kinds: JSON.parse(fields.get("data") ?? "{}") as Kinds });
  else heard = id;
}

/** Longer each time, and not for all browsers alike. It ends early, and gives true, when there is reason to hope. */
async function pause(failures: number): Promise<boolean> {
  const length = Math.min(LONGEST_PAUSE, SOON * 2 ** failures) * (0.5 + Math.random() / 2);
  return new Promise<boolean>((resolve) => {
    const over = (event?: Event): void => {
      clearTimeout(timer);
      removeEventListener("online", over);
      document.removeEventListener("visibilitychange", over);
      resolve(event !== undefined);
    };
    const timer = setTimeout(over, length);
    addEventListener("online", over);
    document.addEventListener("visibilitychange", over);
  });
}

/** After sleep the stream may be dead without knowing it. */
function lookWhetherItLives(): void {
  if (leads && document.visibilityState === "visible" && Date.now() - lastSign > SILENCE / 2) reconnect.abort();
}

/** Wait for one's turn; a page that goes away gives it up, and one that comes back out of history waits anew. */
function takeTurn(): void {
  const leaving = new AbortController();
  addEventListener("pagehide", () => leaving.abort(), { once: true });
  const turn = async (): Promise<void> => {
    const gone = new Promise<void>((resolve) => leaving.signal.addEventListener("abort", () => resolve(), { once: true }));
    leaving.signal.addEventListener("abort", () => reconnect.abort(), { once: true });
    await Promise.race([lead(leaving.signal), gone]);
    leads = false;
  };
  // Without locks (plain http, but for localhost) every tab listens for itself.
  const waited = "locks" in navigator ? navigator.locks.request(name, { signal: leaving.signal }, turn) : turn();
  waited.catch(() => {});
}

if (person !== undefined) {
  takeTurn();
  if (heard !== "") tabs.postMessage({ asks: heard } satisfies Message);
  addEventListener("pageshow", (event) => event.persisted && takeTurn());
  document.addEventListener("visibilitychange", lookWhetherItLives);
  addEventListener("online", lookWhetherItLives);
  addEventListener("offline", () => reconnect.abort());
}

export {};
