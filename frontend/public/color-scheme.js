// Runs before the first paint, so that a page in dark colours doesn't flash white. A file of its own, because the
// content security policy allows no inline script. The key is Mantine's.
(() => {
  let chosen;
  try {
    chosen = localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage is blocked: the system's scheme applies.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
