import * as z from "zod";
import type { Clock } from "../../clock/clock.ts";
import { send } from "../../console/document.ts";
import type { Handle } from "../../http.ts";
import type { Engine } from "../engine.ts";
import { type Execution, executionStatuses } from "../store/executions.ts";
import { contentSecurityPolicy, executionHtml, listHtml } from "./pages.ts";
import { visitsOf } from "./visits.ts";

const pageSize = 25;
const visitsOnPage = 50;
/** More than Step Functions lets an execution have. */
const mostEvents = 25_000;

const Query = z.object({
  machine: z.string().optional(),
  status: z.enum(executionStatuses).optional().catch(undefined),
  before: z.coerce.number<string>().int().positive().optional().catch(undefined),
  page: z.coerce.number<string>().int().min(1).max(mostEvents).default(1).catch(1),
});

/** Pages of the console: `/local/executions`, and `/local/executions/<machine>/<name>`. */
export function executionPages({ machines, journal }: Engine, clock: Clock): Handle {
  const { executions, flows, events } = journal;

  function list(query: z.output<typeof Query>): string {
    const { machine, status, before } = query;
    const machineArn = machine ? machines.find(({ name }) => name === machine)?.arn : undefined;
    const found = executions.list({ machineArn, status, before, limit: pageSize + 1 });
    const shown = found.slice(0, pageSize);
    return listHtml({
      machines,
      executions: shown,
      states: ({ id }: Execution) => [
        ...new Set(
          flows
            .ofExecution(id)
            .filter((flow) => flow.status !== "joining" && flow.status !== "done")
            .map(({ state }) => state),
        ),
      ],
      machine: machineArn && machine,
      status,
      isFirst: before === undefined,
      next: found.length > pageSize ? shown.at(-1)?.id : undefined,
      aheadSeconds: clock.aheadSeconds(),
    });
  }

  function one(machine: string, name: string, page: number): string | undefined {
    const machineArn = machines.find((each) => each.name === machine)?.arn ?? "";
    const execution = executions.find(`${machineArn.replace(":stateMachine:", ":execution:")}:${name}`);
    if (!execution) return undefined;
    const visits = visitsOf(events.after(execution.id, 0, mostEvents));
    const from = (page - 1) * visitsOnPage;
    return executionHtml({
      execution,
      visits: visits.slice(from, from + visitsOnPage),
      flows: flows.ofExecution(execution.id),
      page,
      more: visits.length > from + visitsOnPage,
      aheadSeconds: clock.aheadSeconds(),
    });
  }

  return (request, response) => {
    const text = "text/plain; charset=utf-8";
    if (request.method !== "GET" && request.method !== "HEAD") {
      send(response, 405, text, "Only GET is answered here.\n", { allow: "GET, HEAD" });
      return;
    }
    const [path = "", search] = (request.url ?? "").split("?", 2);
    const query = Query.parse(
      Object.fromEntries([...new URLSearchParams(search)].filter(([, value]) => value !== "")),
    );
    const [, , , machine, name, ...rest] = path.split("/").map(decoded);
    const html = machine ? (rest.length > 0 ? undefined : one(machine, name ?? "", query.page)) : list(query);
    if (html === undefined) send(response, 404, text, "There is no such execution.\n");
    else {
      const headers = { "content-security-policy": contentSecurityPolicy };
      send(response, 200, "text/html; charset=utf-8", html, headers);
    }
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
