// What the kiosk asks the server, and what the server's clock shows.

export type Act = "come" | "break" | "back" | "go";
export type State = "in" | "break" | "out";

/** Who somebody says they are. */
export type Claim = { way: "pin"; person_id: string; pin: string } | { way: "scan"; text: string };

export interface Face {
  id: string;
  name: string;
  initials: string;
  state: State;
}

/** Somebody who has been recognised. */
export interface Recognised {
  ticket: string;
  name: string;
  state: State;
  since: string | null;
  on_break_since: string | null;
  worked_seconds: number;
  break_seconds: number;
  acts: Act[];
}

/** A punch as it is sent: `at` only when it was made offline. Who it was is a ticket or a sealed claim. */
export interface Punch {
  id: string;
  act: Act;
  at?: string;
  ticket?: string;
  sealed?: string;
}

export interface Outcome {
  act: Act;
  at: string;
  outcome: "booked" | "unchanged" | "refused";
}

/** No answer, or one that says that the server is not well: the same may be sent again. */
export class Unreachable extends Error {}

/** The server's no; `until` (ISO) where it only says "not yet". */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly key: string,
    readonly detail: string,
    readonly until: string | null,
  ) {
    super(detail);
  }
}

const PATIENCE = 8000;
let ahead = 0;

/** What the server's clock shows: a tablet's own may be wrong. */
export function serverNow(): Date {
  return new Date(Date.now() + ahead);
}

export async function people(): Promise<Face[]> {
  return (await call<{ people: Face[] }>("/kiosk/people")).people;
}

export function identify(claim: Claim): Promise<Recognised> {
  return call("/kiosk/identify", claim);
}

export function punch(wanted: Punch): Promise<Outcome> {
  return call("/kiosk/punch", wanted);
}

async function call<T>(path: string, body?: object): Promise<T> {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const sent = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(path, { headers, signal: AbortSignal.timeout(PATIENCE), ...sent }).catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  const content = await answer.json().catch(() => ({}));
  if (typeof content.now === "string") ahead = Date.parse(content.now) - Date.now();
  if (answer.ok) return content as T;
  if (answer.status >= 500 || (answer.status === 429 && !content.refusal)) throw new Unreachable(String(answer.status));
  throw new Refused(answer.status, content.refusal ?? "", content.detail ?? "", content.until ?? null);
}
