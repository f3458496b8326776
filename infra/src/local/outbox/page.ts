import { baseStyle, documentHtml, escapeHtml, policyOf } from "../console/document.ts";
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

const style = `${baseStyle}
pre { font: inherit; white-space: pre-wrap; margin: .75rem 0 0; }
.code { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: .75rem 0 0; }
.code output { font: 600 1.5rem/1 ui-monospace, monospace; letter-spacing: .1em; user-select: all; }
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

export const contentSecurityPolicy = policyOf(style, script);

/** The outbox as an HTML document. */
export function outboxHtml(view: OutboxPage): string {
  const main = `<h1>Outbox</h1>
<p class="soft">Mail that this machine would have sent, newest first. Nothing leaves it.</p>
<form method="get" role="search">
<label>To <input type="search" name="to" value="${escapeHtml(view.to ?? "")}" autocomplete="off" placeholder="name@example.com"></label>
<button>Show</button>
</form>
${list(view)}
${pages(view)}
<p id="said" class="soft" role="status"></p>`;
  return documentHtml({ title: "Outbox", at: "/local/outbox", style, script, main });
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
  return `<nav class="pages" aria-label="Pages">${newer}${older}</nav>`;
}
