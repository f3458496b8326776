import { createHash } from "node:crypto";
import type { StoredMail } from "./store.ts";

/** What the page shows: one page of mails, and whether there are others around it. */
export interface OutboxPage {
  mails: readonly StoredMail[];
  /** The address that the list is narrowed to, if it is. */
  to: string | undefined;
  /** From 1. */
  page: number;
  more: boolean;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --soft: light-dark(#59636e, #9aa4af);
  --accent: light-dark(#0b57d0, #8ab4f8); --panel: light-dark(#f6f8fa, #151b23); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; font: 1rem/1.55 system-ui, sans-serif;
  background: light-dark(#ffffff, #0d1117); color: light-dark(#1f2328, #e6edf3); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.0625rem; margin: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); margin: 0; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1.25rem 0; }
label { flex: 1 1 14rem; }
input, button { font: inherit; color: inherit; min-height: 2.75rem; padding: .375rem .75rem; border-radius: .375rem;
  border: 1px solid var(--line); background: var(--panel); }
input { display: block; width: 100%; }
button { cursor: pointer; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
pre { font: inherit; white-space: pre-wrap; margin: .75rem 0 0; }
.code { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: .75rem 0 0; }
.code output { font: 600 1.5rem/1 ui-monospace, monospace; letter-spacing: .1em; user-select: all; }
nav { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1.5rem; }
.empty { border: 1px dashed var(--line); border-radius: .5rem; padding: 2rem 1rem; text-align: center; }
`;

/** Copying needs a script; without one the code is selected whole by one click. */
const script = `
for (const button of document.querySelectorAll("button[data-code]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.code);
    document.getElementById("said").textContent = "Copied " + button.dataset.code;
    button.textContent = "Copied " + button.dataset.code;
  });
}
`;

const sourceHash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only this page's own style and script run, whatever a mail holds. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src ${sourceHash(style)}`,
  `script-src ${sourceHash(script)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The outbox as an HTML document. */
export function outboxHtml(view: OutboxPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Outbox</h1>
<p class="soft">Mail that this machine would have sent, newest first. Nothing leaves it.</p>
<form method="get" role="search">
<label>To <input type="search" name="to" value="${escapeHtml(view.to ?? "")}" autocomplete="off" placeholder="name@example.com"></label>
<button>Show</button>
</form>
${list(view)}
${pages(view)}
<p id="said" class="soft" role="status"></p>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function list({ mails, to }: OutboxPage): string {
  if (mails.length > 0) return `<ol>\n${mails.map(item).join("\n")}\n</ol>`;
  if (to === undefined)
    return `<p class="empty">No mail yet. Sign up or reset a password, then reload this page.</p>`;
  return `<p class="empty">No mail to ${escapeHtml(to)} on this page. <a href="?">Show all mail</a></p>`;
}

function item({ to, subject, text, kind, sentAt }: StoredMail): string {
  const time = `${sentAt.slice(0, 10)} ${sentAt.slice(11, 19)} UTC`;
  return `<li><article>
<h2>${escapeHtml(subject)}</h2>
<p class="soft">${kind === null ? "" : `${escapeHtml(kind)} · `}to <a href="?to=${encodeURIComponent(to)}">${escapeHtml(to)}</a> · <time datetime="${sentAt}">${time}</time></p>
${code(text)}<pre>${escapeHtml(text)}</pre>
</article></li>`;
}

/** A code of six digits stands out, so that it need not be looked for in the text. */
function code(text: string): string {
  const digits = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  if (digits === undefined) return "";
  return `<p class="code"><output aria-label="Code">${digits}</output><button type="button" data-code="${digits}" hidden>Copy ${digits}</button></p>\n`;
}

function pages({ to, page, more }: OutboxPage): string {
  if (page === 1 && !more) return "";
  const href = (number: number) => {
    const query = new URLSearchParams(to === undefined ? {} : { to });
    query.set("page", String(number));
    return escapeHtml(`?${query}`);
  };
  const newer = page > 1 ? `<a rel="prev" href="${href(page - 1)}">Newer mail</a>` : "<span></span>";
  const older = more ? `<a rel="next" href="${href(page + 1)}">Older mail</a>` : "<span></span>";
  return `<nav aria-label="Pages">${newer}${older}</nav>`;
}
