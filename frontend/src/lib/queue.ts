// Acts that could not be sent: kept in the browser's database with their own instants, and sent in their order once the
// server can be reached. What was booked goes; what was refused stays until somebody has seen it.

import { createStore, del, entries, set } from "idb-keyval";

export interface Kept<Act> {
  /** A UUID: by it the server knows an act that it has booked already. */
  id: string;
  /** Who did it; it is never sent for anybody else. */
  person: string;
  /** ISO 8601, in UTC. */
  at: string;
  act: Act;
  /** When it was sent first; unanswered it may have been booked. */
  sentAt?: string;
  state: "waiting" | "held" | "refused" | "unsure";
  /** Why it was refused, in words. */
  detail?: string;
}

export interface Outcome {
  id: string;
  outcome: "booked" | "refused" | "held";
  detail?: string;
}

/** Give the outcomes, in order; null where the server could not be reached or does not know who is asking. */
export type Send<Act> = (person: string, kept: Kept<Act>[]) => Promise<Outcome[] | null>;

/** The server remembers what it booked for a day: after that, sent again is booked again. */
const REMEMBERED = 20 * 3600 * 1000;
const AT_ONCE = 100;

export class Queue<Act> {
  readonly #store;
  readonly #others;

  /** `changed` is called whenever something was added or has gone, in this tab or in another. */
  constructor(
    readonly name: string,
    readonly send: Send<Act>,
    readonly changed: () => void,
  ) {
    this.#store = createStore(name, "acts");
    this.#others = new BroadcastChannel(name);
    this.#others.onmessage = changed;
  }

  async add(person: string, id: string, at: string, act: Act, sentAt?: string): Promise<void> {
    const kept: Kept<Act> = { id, person, at, act, state: "waiting" };
    await this.#put(sentAt === undefined ? kept : { ...kept, sentAt });
    this.#tell();
  }

  /** What that person did, the oldest first. */
  async of(person: string): Promise<Kept<Act>[]> {
    const all = (await entries<string, Kept<Act>>(this.#store)).map(([, kept]) => kept);
    return all.filter((kept) => kept.person === person).sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  async dismiss(id: string): Promise<void> {
    await del(id, this.#store);
    this.#tell();
  }

  /** Whatever was said to it before, it waits to be sent again. */
  async again(kept: Kept<Act>): Promise<void> {
    const { sentAt: _, detail: __, ...rest } = kept;
    await this.#put({ ...rest, state: "waiting" });
    this.#tell();
  }

  /** Send what waits for that person: one tab at a time. */
  async flush(person: string): Promise<void> {
    const work = (): Promise<void> => this.#sendAll(person);
    await ("locks" in navigator ? navigator.locks.request(this.name, work) : work());
  }

  async #sendAll(person: string): Promise<void> {
    const all = await this.of(person);
    // What comes after a refused one is not known to be meant without it: it waits until that is dismissed.
    const refused = all.some((kept) => kept.state === "refused" || kept.state === "unsure");
    const due = all.filter((kept) => kept.state === "waiting" || (kept.state === "held" && !refused)).slice(0, AT_ONCE);
    const sendable: Kept<Act>[] = [];
    for (const kept of due) {
      const unsure = kept.sentAt !== undefined && Date.now() - Date.parse(kept.sentAt) > REMEMBERED;
      const next: Kept<Act> = unsure ? { ...kept, state: "unsure" } : { ...kept, sentAt: kept.sentAt ?? new Date().toISOString() };
      await this.#put(next);
      if (unsure) break;
      sendable.push(next);
    }
    const outcomes = sendable.length === 0 ? [] : await this.send(person, sendable);
    for (const outcome of outcomes ?? []) await this.#settle(sendable, outcome);
    if (due.length > 0) this.#tell();
  }

  async #settle(sent: Kept<Act>[], outcome: Outcome): Promise<void> {
    const kept = sent.find((each) => each.id === outcome.id);
    if (kept === undefined) return;
    if (outcome.outcome === "booked") return del(kept.id, this.#store);
    const { sentAt: _, ...rest } = kept;
    await this.#put({ ...rest, state: outcome.outcome, ...(outcome.detail ? { detail: outcome.detail } : {}) });
  }

  #put(kept: Kept<Act>): Promise<void> {
    return set(kept.id, kept, this.#store);
  }

  #tell(): void {
    this.#others.postMessage(null);
    this.changed();
  }
}

/** A UUID; the browser's own function is missing on plain http. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
