import type { ServerResponse } from "node:http";
import * as z from "zod";
import { collect } from "../../gateway/body.ts";
import type { Handle } from "../../http.ts";
import { type Faults, FaultsOrdered } from "./faults.ts";

const bodyLimit = 64 * 1024;

/** Orders faults for the next calls (`POST`), tells which are left (`GET`) and takes them back (`DELETE`). */
export function faultsHandle(faults: Faults): Handle {
  return async (request, response) => {
    // A page of another site must not break the platform for whoever looks at it.
    if (request.headers.origin !== undefined)
      return send(response, 403, { message: "A browser may not order faults." });
    if (request.method === "GET") return send(response, 200, { next: faults.left() });
    if (request.method === "DELETE") {
      faults.clear();
      return send(response, 200, { next: [] });
    }
    if (request.method !== "POST") {
      return send(response, 405, { message: "Only GET, POST and DELETE are answered here." });
    }
    const ordered = FaultsOrdered.safeParse(jsonIn(await collect(request, bodyLimit)));
    if (!ordered.success) return send(response, 400, { message: z.prettifyError(ordered.error) });
    faults.order(ordered.data.next);
    send(response, 200, { next: faults.left() });
  };
}

/** Tells what answers, and what it was asked. */
export function modelsHandle(about: () => object): Handle {
  return (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") return send(response, 200, about());
    send(response, 405, { message: "Only GET is answered here." });
  };
}

function jsonIn(body: Buffer | undefined): unknown {
  try {
    return body && JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}
