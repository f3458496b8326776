/** What a spreadsheet may take for a formula at the start of a cell, full-width forms too (OWASP: CSV Injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Rows as CSV (RFC 4180), which spreadsheets open as text: with a byte order mark, so that they read it as UTF-8, and
 * with an apostrophe before text that they would take for a formula. `null` is an empty cell.
 */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;

export type Cell = string | number | boolean | null;

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
