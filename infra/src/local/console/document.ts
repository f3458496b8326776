import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

// What the pages of the local console have in common.

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

export const baseStyle = `
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
header nav { display: flex; gap: 1.25rem; margin-bottom: 1.25rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
header nav a { padding: .5rem 0; }
header nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1.25rem 0; }
label { flex: 1 1 14rem; }
input, select, button { font: inherit; color: inherit; min-height: 2.75rem; padding: .375rem .75rem; border-radius: .375rem;
  border: 1px solid var(--line); background: var(--panel); }
input, select { display: block; width: 100%; }
button { cursor: pointer; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
.pages { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1.5rem; }
.empty { border: 1px dashed var(--line); border-radius: .5rem; padding: 2rem 1rem; text-align: center; }
`;

const sourceHash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only a page's own style and script run, whatever it shows. */
export const policyOf = (style: string, script: string): string =>
  [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

const places = [
  { path: "/local/outbox", title: "Outbox" },
  { path: "/local/executions", title: "Executions" },
] as const;

/** A page of the console. @param main HTML */
export function documentHtml(page: {
  title: string;
  at: (typeof places)[number]["path"];
  style: string;
  script: string;
  main: string;
}): string {
  const links = places.map(
    ({ path, title }) => `<a href="${path}"${path === page.at ? ' aria-current="page"' : ""}>${title}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<style>${page.style}</style>
</head>
<body>
<header><nav aria-label="Local console">${links.join("")}</nav></header>
<main>
${page.main}
</main>
<script>${page.script}</script>
</body>
</html>
`;
}

/** Answers with a page or a file of the console; none of them is kept by the browser. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    ...headers,
  });
  response.end(body);
}
