import { baseStyle, documentHtml, escapeHtml, policyOf } from "../../console/document.ts";
import type { MachineConfig } from "../machines.ts";
import { type Execution, type ExecutionStatus, executionStatuses } from "../store/executions.ts";
import type { Flow } from "../store/flows.ts";
import type { Visit } from "./visits.ts";

const style = `${baseStyle}
article { padding: .75rem 1rem; }
ol { gap: .75rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
section { margin-top: 1.5rem; }
section > h2 { margin-bottom: .75rem; }
summary { cursor: pointer; min-height: 1.75rem; }
pre { font: .875rem/1.45 ui-monospace, monospace; white-space: pre-wrap; margin: .5rem 0 0; padding: .75rem;
  background: var(--panel); border-radius: .375rem; max-height: 24rem; overflow: auto; }
h3 { font-size: 1rem; margin: 0; }
.state { font-weight: 600; }
.SUCCEEDED { color: light-dark(#116329, #7ee787); }
.FAILED, .TIMED_OUT, .error { color: light-dark(#b3261e, #ffb4ab); }
.ABORTED { color: var(--soft); }
.RUNNING { color: var(--accent); }
.clock { border: 2px solid light-dark(#9a6700, #d29922); border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1.25rem; }
.in1 { margin-left: .75rem; } .in2 { margin-left: 1.5rem; }
`;

/**
 * While the page is looked at, it asks every five seconds whether something has changed. What somebody works with is
 * not taken away: it stays while the keyboard is in it, and what was opened stays open.
 */
const script = `
const live = document.getElementById("live");
let shown = live.innerHTML;
async function refresh() {
  if (document.hidden || live.contains(document.activeElement) || !getSelection().isCollapsed) return;
  const response = await fetch(location.href);
  if (!response.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("live");
  if (!next || next.innerHTML === shown) return;
  const open = new Set([...live.querySelectorAll("details[open]")].map((details) => details.dataset.key));
  shown = next.innerHTML;
  live.replaceChildren(...next.childNodes);
  for (const details of live.querySelectorAll("details")) details.open = open.has(details.dataset.key);
}
setInterval(() => refresh().catch(() => {}), 5000);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
`;

export const contentSecurityPolicy = policyOf(style, script);

const at = "/local/executions";
const timeHtml = (time: number) => {
  const iso = new Date(time).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
};

/** `2 d 3 h`, by the two largest units. */
export function duration(milliseconds: number): string {
  let rest = Math.round(milliseconds / 1000);
  if (rest < 1) return `${Math.round(milliseconds)} ms`;
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest %= seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}

const clockHtml = (aheadSeconds: number): string =>
  aheadSeconds === 0
    ? ""
    : `<p class="clock"><strong>The clock of workflows and schedules is ${duration(aheadSeconds * 1000)} ahead.</strong>
All times here are by it. It was set by <code>POST /local/clock</code>, and can't go back; <code>--fresh</code> begins anew.</p>\n`;

const stateHtml = (status: ExecutionStatus): string =>
  `<span class="state ${status}">${status.charAt(0)}${status.slice(1).toLowerCase().replace("_", " ")}</span>`;

/** A short name for people: CDK makes `Lyceum-dev-questionreviewMachine3C8AF46A` of `question-review`. */
const label = (machine: string): string => machine.replace(/Machine[0-9A-F]{8}$/, "").replace(/^.*-/, "");

const hrefOf = ({ machineArn, name }: Execution): string =>
  `${at}/${encodeURIComponent(machineArn.slice(machineArn.lastIndexOf(":") + 1))}/${encodeURIComponent(name)}`;

export interface ListPage {
  machines: readonly MachineConfig[];
  executions: readonly Execution[];
  /** The states that an execution is in. */
  states: (execution: Execution) => string[];
  machine: string | undefined;
  status: ExecutionStatus | undefined;
  isFirst: boolean;
  /** Older ones begin after this one. */
  next: number | undefined;
  aheadSeconds: number;
}

export function listHtml(page: ListPage): string {
  const option = (value: string, text: string, chosen: string | undefined) =>
    `<option value="${escapeHtml(value)}"${value === (chosen ?? "") ? " selected" : ""}>${escapeHtml(text)}</option>`;
  const query = new URLSearchParams();
  if (page.machine) query.set("machine", page.machine);
  if (page.status) query.set("status", page.status);
  const first = escapeHtml(`${at}?${query}`);
  query.set("before", String(page.next));
  const older =
    page.next === undefined
      ? "<span></span>"
      : `<a rel="next" href="${escapeHtml(`${at}?${query}`)}">Older executions</a>`;
  const newest = page.isFirst ? "<span></span>" : `<a href="${first}">Newest executions</a>`;
  const items = page.executions.map((execution) => itemHtml(execution, page.states(execution)));
  const main = `${clockHtml(page.aheadSeconds)}<h1>Executions</h1>
<p class="soft">Workflows that this machine runs in place of Step Functions, newest first.</p>
<form method="get">
<label>Machine <select name="machine">${option("", "All", page.machine)}${page.machines.map(({ name }) => option(name, label(name), page.machine)).join("")}</select></label>
<label>Status <select name="status">${option("", "All", page.status)}${executionStatuses.map((status) => option(status, status.toLowerCase().replace("_", " "), page.status)).join("")}</select></label>
<button>Show</button>
</form>
<div id="live">
${items.length > 0 ? `<ol>\n${items.join("\n")}\n</ol>` : `<p class="empty">No executions here yet.</p>`}
</div>
${page.isFirst && page.next === undefined ? "" : `<nav class="pages" aria-label="Pages">${newest}${older}</nav>`}`;
  return documentHtml({ title: "Executions", at, style, script, main });
}

function itemHtml(execution: Execution, states: readonly string[]): string {
  const { name, machineArn, status, startedAt, stoppedAt, error } = execution;
  const lasted = stoppedAt === null ? "" : ` · ${duration(stoppedAt - startedAt)}`;
  const now = states.length > 0 ? `<p class="soft">In ${escapeHtml(states.join(", "))}</p>` : "";
  const why = error ? `<p class="error">${escapeHtml(error)}</p>` : "";
  return `<li><article>
<h2><a href="${escapeHtml(hrefOf(execution))}">${escapeHtml(name)}</a></h2>
<p class="soft">${stateHtml(status)} · ${escapeHtml(label(machineArn))} · ${timeHtml(startedAt)}${lasted}</p>
${now}${why}</article></li>`;
}

export interface ExecutionPage {
  execution: Execution;
  visits: readonly Visit[];
  flows: readonly Flow[];
  /** From 1. */
  page: number;
  more: boolean;
  aheadSeconds: number;
}

export function executionHtml({ execution, visits, flows, page, more, aheadSeconds }: ExecutionPage): string {
  const { name, machineArn, status, startedAt, stoppedAt, input, output, error, cause } = execution;
  const machine = machineArn.slice(machineArn.lastIndexOf(":") + 1);
  const rows: [string, string][] = [
    [
      "Machine",
      `<a href="${at}?machine=${encodeURIComponent(machine)}">${escapeHtml(label(machineArn))}</a>`,
    ],
    ["Status", stateHtml(status)],
    ["Started", timeHtml(startedAt)],
    ...(stoppedAt === null ? [] : [["Ended", timeHtml(stoppedAt)] satisfies [string, string]]),
    ...(error
      ? [["Error", `<span class="error">${escapeHtml(error)}</span>`] satisfies [string, string]]
      : []),
    ...(cause ? [["Cause", escapeHtml(cause)] satisfies [string, string]] : []),
  ];
  const waits = flows.flatMap((flow) => waitHtml(flow) ?? []);
  const link = (number: number, text: string) => `<a href="?page=${number}">${text}</a>`;
  const main = `${clockHtml(aheadSeconds)}<h1>${escapeHtml(name)}</h1>
<div id="live">
<dl>${rows.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join("")}</dl>
${jsonHtml("execution-input", "Input", input)}${output === null ? "" : jsonHtml("execution-output", "Output", output)}
${waits.length > 0 ? `<section><h2>Now</h2><ol>${waits.map((wait) => `<li>${wait}</li>`).join("")}</ol></section>` : ""}
<section><h2>States in order</h2>
<ol>
${visits.map((visit, index) => visitHtml(visit, `${page}-${index}`)).join("\n")}
</ol></section>
</div>
${page === 1 && !more ? "" : `<nav class="pages" aria-label="Pages">${page > 1 ? link(page - 1, "Earlier states") : "<span></span>"}${more ? link(page + 1, "Later states") : "<span></span>"}</nav>`}`;
  return documentHtml({ title: `Execution ${name}`, at, style, script, main });
}

/** What a flow waits for; nothing is said of one that waits for its own iterations or branches. */
function waitHtml({ state, status, wakeAt, timeoutAt, heartbeatAt }: Flow): string | undefined {
  const until = (time: number | null, words: string) => (time === null ? "" : `${words} ${timeHtml(time)}`);
  const limits = `${until(timeoutAt, ", until")}${until(heartbeatAt, ", with a heartbeat by")}`;
  const what: Partial<Record<Flow["status"], string>> = {
    ready: "is about to begin",
    running: `runs its function${limits}`,
    waiting: `waits for somebody to send its token${limits}`,
    sleeping: `waits${until(wakeAt, " until")}`,
    retrying: `has failed, and is tried again${until(wakeAt, " at")}`,
    answered: "is about to end",
    failing: "has failed",
  };
  const words = what[status];
  return words && `<strong>${escapeHtml(state)}</strong> ${words}`;
}

function visitHtml(visit: Visit, key: string): string {
  const { state, type, enteredAt, leftAt, input, output, errors, depth, iteration, tries } = visit;
  const which = iteration === undefined ? "" : ` · iteration ${iteration}`;
  const lasted = leftAt === undefined ? "" : ` · ${duration(leftAt - enteredAt)}`;
  const tried = tries > 1 ? ` · tried ${tries} times` : "";
  const indent = depth > 0 ? ` class="in${Math.min(depth, 2)}"` : "";
  return `<li${indent}><article>
<h3 class="state">${escapeHtml(state)}</h3>
<p class="soft">${type}${which} · ${timeHtml(enteredAt)}${lasted}${tried}</p>
${errors.map((error) => `<p class="error">${escapeHtml(error)}</p>`).join("")}
${jsonHtml(`${key}-input`, "Input", input)}${output === undefined ? "" : jsonHtml(`${key}-output`, "Output", output)}
</article></li>`;
}

const jsonHtml = (key: string, title: string, json: string): string =>
  `<details data-key="${key}"><summary>${title}</summary><pre tabindex="0" aria-label="${title}">${escapeHtml(pretty(json))}</pre></details>`;

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
