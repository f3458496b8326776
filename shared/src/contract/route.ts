import type { FaultCode } from "./fault.ts";

/**
 * The part of the Standard Schema interface (https://standardschema.dev) that a route needs.
 * Generics constrained by this check about ten times faster than those constrained by zod's own type.
 */
export interface Schema<In = unknown, Out = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Out> | Promise<SchemaResult<Out>>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
  };
}

type SchemaResult<Out> =
  | { readonly value: Out; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

type In<S> = S extends Schema ? NonNullable<S["~standard"]["types"]>["input"] : undefined;
type Out<S> = S extends Schema ? NonNullable<S["~standard"]["types"]>["output"] : undefined;

/** `never` where the path has no `{parameter}`. */
type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

/** A path with parameters must have a schema with those keys; one without must have none. */
type ParamsFor<Path extends string> = [ParameterNames<Path>] extends [never]
  ? undefined
  : Schema<Record<ParameterNames<Path>, string>, Record<ParameterNames<Path>, unknown>>;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a member of a cohort is. Each may do what those after it may. */
export const cohortRoles = ["owner", "instructor", "learner"] as const;
export type CohortRole = (typeof cohortRoles)[number];

/**
 * Who may call a route. `learner` is anyone signed in; `instructor` and `operator` are groups of the user pool. With
 * `cohort:` before it, a role of a member of the cohort that the path names, or a higher one.
 */
export type Access = "public" | "learner" | "instructor" | "operator" | `cohort:${CohortRole}`;

/** A route for a cohort's members names the cohort. */
type PathOf<A extends Access> = A extends `cohort:${string}` ? `${string}{cohortId}${string}` : string;

/** The statuses of success that routes use. */
type Status = 200 | 201 | 204;

/** The last event of a stream that fails. */
export interface FaultEvent {
  event: "fault";
  /** A fault's code. */
  code: string;
  /** For people. */
  message: string;
}

interface Definition<M, Path, A, Params, Query, Body, Reply, Event> {
  readonly method: M;
  /** Below `/api`, with parameters in braces: `/attempts/{attemptId}`. */
  readonly path: Path;
  readonly access: A;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  readonly status: Status;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  /**
   * Of a route that answers with server-sent events instead of a reply: what each of them is, by its `event`. The last
   * one is `end` or `fault`; where neither comes, the connection broke.
   */
  readonly stream: Event;
  /** The faults that this route raises beyond those that every route can. */
  readonly faults: readonly FaultCode[];
}

/**
 * A route as data. From it come: validation in Lambda, the typed client, the OpenAPI document,
 * the API Gateway methods, and through those the local cloud's routes.
 *
 * @typeParam Input what a caller sends: `{ params, query, body }`, each `undefined` where there is none
 * @typeParam Parsed the same after validation: what a handler receives
 * @typeParam Reply what a handler returns
 * @typeParam Received what a caller receives
 * @typeParam Sent an event of its stream as a handler yields it; `undefined` where it does not stream
 * @typeParam Heard the same as a caller receives it
 */
export interface Route<
  M extends Method = Method,
  Path extends string = string,
  A extends Access = Access,
  Input = unknown,
  Parsed = unknown,
  Reply = unknown,
  Received = unknown,
  Sent = unknown,
  Heard = unknown,
> extends Definition<
    M,
    Path,
    A,
    Schema | undefined,
    Schema | undefined,
    Schema | undefined,
    Schema | undefined,
    Schema | undefined
  > {
  readonly types?: {
    input: Input;
    parsed: Parsed;
    reply: Reply;
    received: Received;
    sent: Sent;
    heard: Heard;
  };
}

/** Routes of one slice, by operation name. */
export type Routes = Readonly<Record<string, Route>>;

export type InputOf<R extends Route> = NonNullable<R["types"]>["input"];
export type ParsedOf<R extends Route> = NonNullable<R["types"]>["parsed"];
export type ReplyOf<R extends Route> = NonNullable<R["types"]>["reply"];
export type ReceivedOf<R extends Route> = NonNullable<R["types"]>["received"];
export type SentOf<R extends Route> = NonNullable<R["types"]>["sent"];
export type HeardOf<R extends Route> = NonNullable<R["types"]>["heard"];

/** Declares a route. A path parameter without a schema, or a schema for none, does not compile. */
export function route<
  const M extends Method,
  const Path extends string,
  const A extends Access,
  Params extends ParamsFor<Path>,
  Reply extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
  Body extends Schema | undefined = undefined,
  Event extends Schema<unknown, { event: string }> | undefined = undefined,
>(
  definition: Pick<
    Definition<M, Path, A, Params, Query, Body, Reply, Event>,
    "method" | "path" | "access" | "summary" | "faults"
  > & { readonly path: PathOf<A> } & ([ParameterNames<Path>] extends [never]
      ? { readonly params?: never }
      : { readonly params: Params }) & {
      readonly status?: Status;
      readonly query?: Query;
      readonly body?: Body;
      readonly reply?: Reply;
      readonly stream?: Event;
    },
): Route<
  M,
  Path,
  A,
  { params: In<Params>; query: In<Query>; body: In<Body> },
  { params: Out<Params>; query: Out<Query>; body: Out<Body> },
  In<Reply>,
  Out<Reply>,
  In<Event>,
  Out<Event>
> {
  const { params, query, body, reply, stream, status = 200, ...rest } = definition;
  return { ...rest, status, params, query, body, reply, stream };
}
