// Punches that could not be sent: kept in the browser's database in the order in which they were made, and sent one
// after the other once the server can be reached. What the server has taken goes; nothing else does.

import { createStore, del, entries, set } from "idb-keyval";
import { type Outcome, type Punch, Refused, Unreachable, punch as send } from "./server";

const RETRY_AFTER = 15_000;
const store = createStore("uhrwerk-kiosk", "punches");

let sending = false;
let listener: (waiting: number) => void = () => {};

/** Call `listen` with how many wait, now and whenever that changes. */
export function onchange(listen: (waiting: number) => void): void {
  listener = listen;
  void tell();
}

export async function enqueue(wanted: Punch & { at: string }): Promise<void> {
  await set(`${wanted.at} ${wanted.id}`, wanted, store);
  await tell();
}

export async function pending(): Promise<number> {
  return (await entries(store)).length;
}

/** Send what waits, the oldest first; gives what came of each that was sent. */
export async function flush(): Promise<Outcome[]> {
  if (sending) return [];
  sending = true;
  try {
    return await sendAll();
  } finally {
    sending = false;
    await tell();
  }
}

async function sendAll(): Promise<Outcome[]> {
  const done: Outcome[] = [];
  const waiting = await entries<string, Punch>(store);
  for (const [key, wanted] of waiting.sort(([one], [other]) => (one < other ? -1 : 1))) {
    try {
      done.push(await send(wanted));
      await del(key, store);
    } catch (error) {
      if (error instanceof Unreachable || (error instanceof Refused && error.status === 401)) break;
      if (!(error instanceof Refused)) throw error;
      // This one cannot be taken as it is: it stays, and is counted among those that wait.
    }
  }
  return done;
}

async function tell(): Promise<void> {
  listener(await pending());
}

/** Try again from time to time, and at once when the browser says that it is online. */
export function keepSending(sent: (outcomes: Outcome[]) => void): void {
  const attempt = async (): Promise<void> => {
    if ((await pending()) > 0) sent(await flush());
  };
  addEventListener("online", () => void attempt());
  setInterval(() => void attempt(), RETRY_AFTER);
  void attempt();
}
