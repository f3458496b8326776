import * as z from "zod";
import { collect } from "../gateway/body.ts";
import type { Handle } from "../http.ts";
import type { Clock } from "./clock.ts";

const Wanted = z.strictObject({
  aheadSeconds: z
    .number()
    .int()
    .nonnegative()
    .max(10 * 366 * 86_400),
});

/**
 * `GET` tells how far the clock of workflows and schedules is ahead of this machine's, `POST {"aheadSeconds": N}` sets
 * it ahead. It moves forward only.
 */
export function clockHandler(clock: Clock): Handle {
  return async (request, response) => {
    const reply = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify(body));
    };
    const told = () => ({ aheadSeconds: clock.aheadSeconds(), now: new Date(clock.now()).toISOString() });
    if (request.method === "GET") return reply(200, told());
    // A page of another site can't leave out `Origin`.
    if (request.headers.origin !== undefined) return reply(403, { message: "Not from a browser." });
    if (request.method !== "POST") return reply(405, { message: "Only GET and POST are answered here." });
    const body = await collect(request, 1024);
    const wanted = Wanted.safeParse(fromJson(body?.toString() ?? ""));
    if (!wanted.success) return reply(400, { message: z.prettifyError(wanted.error) });
    if (!clock.setAhead(wanted.data.aheadSeconds)) {
      return reply(409, { message: "It is further ahead already, and can't go back.", ...told() });
    }
    return reply(200, told());
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
