import type { Api } from "../api.ts";
import type { FaultBody, FaultCode, Issue } from "./fault.ts";
import type { HeardOf, InputOf, ReceivedOf, Route } from "./route.ts";

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

/** The routes that answer with events. */
export type StreamKey = {
  [Key in RouteKey]: HeardOf<RouteOf<Key>> extends undefined ? never : Key;
}[RouteKey];
type CallKey = Exclude<RouteKey, StreamKey>;

type Nothing = Record<never, never>;

/** Leaves out what a route does not take; what has no required field may be left out. */
type Given<I> = {
  [Name in keyof I as I[Name] extends undefined ? never : Nothing extends I[Name] ? never : Name]: I[Name];
} & {
  [Name in keyof I as I[Name] extends undefined ? never : Nothing extends I[Name] ? Name : never]?: I[Name];
};
export type Input<Key extends RouteKey> = Given<InputOf<RouteOf<Key>>>;
export type Received<Key extends RouteKey> = ReceivedOf<RouteOf<Key>>;
export type Heard<Key extends StreamKey> = HeardOf<RouteOf<Key>>;

type Rest<Key extends RouteKey> =
  Nothing extends Input<Key>
    ? [input?: Input<Key>, options?: CallOptions]
    : [input: Input<Key>, options?: CallOptions];

interface CallOptions {
  signal?: AbortSignal | undefined;
}

/**
 * A call that did not succeed. `network` means that no answer came, or not to its end, so the call may be sent again.
 */
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
  call<Key extends CallKey>(key: Key, ...rest: Rest<Key>): Promise<Received<Key>>;
}

interface ClientOptions {
  /** Where the API is, such as `/api`. */
  baseUrl: string;
  /** Gives the ID token of the person signed in, `undefined` for nobody. */
  token: () => Promise<string | undefined>;
  fetch?: typeof fetch;
}

/**
 * The typed client of the contract: `call("POST /attempts/{attemptId}/submit", { params: { attemptId } })`.
 * @throws ClientError
 */
export function createClient(options: ClientOptions): Client {
  async function call(key: string, input: CallInput = {}, { signal }: CallOptions = {}): Promise<unknown> {
    const response = await send(options, key, input, { signal, accept: "application/json" });
    const text = await whole(response, signal);
    return text === "" ? undefined : JSON.parse(text);
  }

  return clientOver(call);
}

/** Events of a stream as they come. Whoever stops listening ends the connection; the server is not told of that. */
export type Streamed = <Key extends StreamKey>(
  key: Key,
  ...rest: Rest<Key>
) => AsyncGenerator<Heard<Key>, void, undefined>;

/** What ends a stream. */
const lastEvents: readonly string[] = ["end", "fault"];

/**
 * The typed client of routes that stream. Faults before the first event are thrown; an event `fault` is given as it is.
 *
 * @param options.messages reads server-sent events from the bytes of a reply
 * @returns what throws ClientError: as for calls, and `network` where the stream ends without its last event
 */
export function createStreamed(
  options: ClientOptions & {
    messages: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => ReadableStream<{ data: string }>;
  },
): Streamed {
  async function* streamed(
    key: string,
    input: CallInput = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<{ event: string }, void, undefined> {
    const { body } = await send(options, key, input, { signal, accept: "text/event-stream" });
    if (!body) throw brokenOff();
    // Not every browser can iterate over a stream.
    const reader = options.messages(body).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read().catch((cause: unknown) => {
          throw signal?.aborted ? cause : brokenOff(cause);
        });
        if (done) throw brokenOff();
        const event: { event: string } = JSON.parse(value.data);
        yield event;
        if (lastEvents.includes(event.event)) return;
      }
    } finally {
      // What has broken off can't be cancelled, and needn't.
      await reader.cancel().catch(() => {});
    }
  }

  return streamed as Streamed;
}

/**
 * Sends the request of a call.
 * @returns a response of success
 * @throws ClientError
 */
async function send(
  { baseUrl, token, fetch: own }: ClientOptions,
  key: string,
  input: CallInput,
  { signal, accept }: CallOptions & { accept: string },
): Promise<Response> {
  const idToken = await token();
  const headers = new Headers({ accept });
  if (idToken) headers.set("authorization", `Bearer ${idToken}`);
  if (input.body !== undefined) headers.set("content-type", "application/json");
  const request: RequestInit = { method: key.slice(0, key.indexOf(" ")), headers };
  if (input.body !== undefined) request.body = JSON.stringify(input.body);
  if (signal) request.signal = signal;
  const url = baseUrl + target(key, input);
  const response = await (own ? own(url, request) : fetch(url, request)).catch(unreachable(signal));
  if (response.ok) return response;
  const fault = faultOf(await whole(response, signal));
  throw new ClientError(fault.code, fault.message, { status: response.status, issues: fault.issues });
}

const whole = (response: Response, signal: AbortSignal | undefined): Promise<string> =>
  response.text().catch(unreachable(signal));

/** What is made of a request that has come to nothing: who has ended it themselves is told just that. */
const unreachable =
  (signal: AbortSignal | undefined) =>
  (cause: unknown): never => {
    if (signal?.aborted) throw cause;
    throw new ClientError("network", "The server can't be reached. Check the connection and try again.", {
      cause,
    });
  };

const brokenOff = (cause?: unknown) =>
  new ClientError("network", "The connection broke off. Check it and try again.", { cause });

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
