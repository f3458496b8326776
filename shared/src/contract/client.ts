import type { Api } from "../api.ts";
import type { FaultBody, FaultCode, Issue } from "./fault.ts";
import type { InputOf, ReceivedOf, Route } from "./route.ts";

type SliceRoutes = Api[keyof Api];
type AnyRoute = SliceRoutes extends infer Slice
  ? Slice extends unknown
    ? Slice[keyof Slice]
    : never
  : never;

/** Every route by `METHOD /path`. Types only: a client carries no schema and no zod. */
type RoutesByKey = {
  [R in AnyRoute as R extends Route ? `${R["method"]} ${R["path"]}` : never]: R;
};

export type RouteKey = keyof RoutesByKey;
type RouteOf<Key extends RouteKey> = Extract<RoutesByKey[Key], Route>;

type Nothing = Record<never, never>;

/** Leaves out what a route does not take; what has no required field may be left out. */
type Given<I> = {
  [Name in keyof I as I[Name] extends undefined ? never : Nothing extends I[Name] ? never : Name]: I[Name];
} & {
  [Name in keyof I as I[Name] extends undefined ? never : Nothing extends I[Name] ? Name : never]?: I[Name];
};
export type Input<Key extends RouteKey> = Given<InputOf<RouteOf<Key>>>;
export type Received<Key extends RouteKey> = ReceivedOf<RouteOf<Key>>;

type Rest<Key extends RouteKey> =
  Nothing extends Input<Key>
    ? [input?: Input<Key>, options?: CallOptions]
    : [input: Input<Key>, options?: CallOptions];

interface CallOptions {
  signal?: AbortSignal;
}

/** A call that did not succeed. `network` means that no answer came, so the call may be sent again. */
export class ClientError extends Error {
  readonly code: FaultCode | "network";
  readonly status: number | undefined;
  readonly issues: readonly Issue[];

  constructor(
    code: FaultCode | "network",
    message: string,
    detail: { status?: number; issues?: readonly Issue[] | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = "ClientError";
    this.code = code;
    this.status = detail.status;
    this.issues = detail.issues ?? [];
  }
}

export interface Client {
  call<Key extends RouteKey>(key: Key, ...rest: Rest<Key>): Promise<Received<Key>>;
}

/**
 * The typed client of the contract: `call("POST /attempts/{attemptId}/submit", { params: { attemptId } })`.
 *
 * @param options.baseUrl where the API is, such as `/api`
 * @param options.token gives the ID token of the person signed in, `undefined` for nobody
 * @throws ClientError
 */
export function createClient(options: {
  baseUrl: string;
  token: () => Promise<string | undefined>;
  fetch?: typeof fetch;
}): Client {
  const send = options.fetch ?? ((input, init) => fetch(input, init));

  async function call(key: string, input: CallInput = {}, { signal }: CallOptions = {}): Promise<unknown> {
    const token = await options.token();
    const headers = new Headers({ accept: "application/json" });
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (input.body !== undefined) headers.set("content-type", "application/json");
    const request: RequestInit = { method: key.slice(0, key.indexOf(" ")), headers };
    if (input.body !== undefined) request.body = JSON.stringify(input.body);
    if (signal) request.signal = signal;

    let response: globalThis.Response;
    let text: string;
    try {
      response = await send(options.baseUrl + target(key, input), request);
      text = await response.text();
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ClientError("network", "The server can't be reached. Check the connection and try again.", {
        cause,
      });
    }
    if (response.ok) return text === "" ? undefined : JSON.parse(text);
    const fault = faultOf(text);
    throw new ClientError(fault.code, fault.message, { status: response.status, issues: fault.issues });
  }

  return clientOver(call);
}

/**
 * A typed client over whatever carries the calls. The one place where what is not typed takes the route's type: the
 * other side has parsed its reply with the route's schema.
 */
export function clientOver(
  call: (key: string, input?: CallInput, options?: CallOptions) => Promise<unknown>,
): Client {
  return { call: call as Client["call"] };
}

export interface CallInput {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
}

function target(key: string, input: CallInput): string {
  const path = key
    .slice(key.indexOf(" ") + 1)
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** A proxy on the way may answer with something that is not ours. */
function faultOf(text: string): FaultBody {
  try {
    const body: Partial<FaultBody> = JSON.parse(text);
    if (body.code && body.message)
      return { code: body.code, message: body.message, issues: body.issues ?? [] };
  } catch {
    // Not JSON: answered below.
  }
  return { code: "unavailable", message: "The server is not available right now. Try again in a moment." };
}
