// A reader of badges or codes is a keyboard that types faster than anybody, and Enter at the end.

/** Milliseconds between two keys that no reader takes, and hardly anybody falls short of. */
const FASTEST_HAND = 100;
const SHORTEST = 4;

/** Call `read` with what a reader types anywhere on the page. */
export function listenToReader(read: (text: string) => void): void {
  let typed = "";
  let last = 0;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.timeStamp - last > FASTEST_HAND) typed = "";
      last = event.timeStamp;
      if (event.key.length === 1) typed += event.key;
      if (event.key !== "Enter" || typed.length < SHORTEST) return;
      event.preventDefault();
      event.stopPropagation();
      const text = typed;
      typed = "";
      read(text);
    },
    { capture: true },
  );
}
