// What the kiosk says, in its language, and how it writes times: of its own place, not of the tablet's settings.

const { texts, zone } = document.body.dataset;
const words: Record<string, string> = JSON.parse(texts ?? "{}");
const locale = words["locale"];

/** The text; `%(name)s` in it stands for a value. */
export function say(key: string, values: Record<string, string> = {}): string {
  return (words[key] ?? key).replace(/%\((\w+)\)s/g, (_, name: string) => values[name] ?? "");
}

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone });
const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone });

export function timeOf(instant: Date | string): string {
  return clock.format(new Date(instant));
}

export function dayOf(instant: Date): string {
  return day.format(instant);
}

/** `7:45`: hours and whole minutes. */
export function hours(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
