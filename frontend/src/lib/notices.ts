// Notices: laid over the page, dismissed by hand or, where nothing is lost by it, by themselves.

const LASTS = 6000;

/** Say something without moving the page; `wrong` ones stay until they are dismissed. */
export function notify(text: string, kind: "good" | "waiting" | "wrong" = "good"): void {
  const notices = document.getElementById("notices");
  if (notices === null) return;
  const notice = document.createElement("div");
  notice.className = `notice is-${kind}`;
  notice.setAttribute("role", kind === "wrong" ? "alert" : "status");
  notice.append(Object.assign(document.createElement("p"), { textContent: text }), dismissButton());
  notices.prepend(notice);
  if (kind !== "wrong") setTimeout(() => notice.remove(), LASTS);
}

function dismissButton(): HTMLButtonElement {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-quiet is-small" });
  button.dataset.dismiss = "";
  button.textContent = "×";
  button.setAttribute("aria-label", document.getElementById("notices")?.dataset.dismissText ?? "Dismiss");
  return button;
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-dismiss]")) target.closest(".notice")?.remove();
});

// htmx could not reach the server at all: what was typed is still there.
document.addEventListener("htmx:sendError", () => {
  const text = document.getElementById("notices")?.dataset.unreachableText;
  if (text) notify(text, "wrong");
});
