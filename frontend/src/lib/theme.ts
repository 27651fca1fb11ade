// Light or dark by hand: kept in a cookie, so that the server's next page comes in the right colours at once.

const YEAR = 365 * 24 * 3600;

export function setTheme(theme: "light" | "dark" | null): void {
  const root = document.documentElement;
  if (theme === null) delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `uhrwerk_theme=${theme ?? ""}; path=/; max-age=${theme === null ? 0 : YEAR}; samesite=lax`;
}

function isDark(): boolean {
  const theme = document.documentElement.dataset.theme;
  return theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-theme-switch]")) setTheme(isDark() ? "light" : "dark");
});
