import * as z from "zod";

// The part of the Amazon States Language that runs here, as https://states-language.net/spec.html has it with JSONata.
// Objects are strict: a field that nothing here heeds must not look as if it worked.

const expression = z.string().regex(/^\{%[\s\S]*%\}$/, "must be a JSONata expression in {% %}");
const countOrExpression = z.union([z.number().int().nonnegative(), expression]);
const secondsOrExpression = z.union([z.number().int().positive().max(99_999_999), expression]);
const VariableName = z.string().regex(/^(?!states$)[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u);

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata").optional(),
};
const Assign = z.record(VariableName, z.json()).optional();
const Output = z.json().optional();
const results = { Assign, Output };
const leaving = { Next: z.string().optional(), End: z.literal(true).optional() };

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().int().positive().default(1),
  MaxAttempts: z.number().int().nonnegative().max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.number().int().positive().max(31_622_400).optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).default("NONE"),
});
export type Retrier = z.output<typeof Retrier>;

const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ...results,
});
export type Catcher = z.output<typeof Catcher>;

const recovery = { Retry: z.array(Retrier).default([]), Catch: z.array(Catcher).default([]) };

/** A machine in a machine: its states are read one by one. */
const Inner = z.strictObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) });

const InvokeArguments = z.strictObject({
  FunctionName: z.string(),
  Payload: z.json().optional(),
  InvocationType: z.literal("RequestResponse").optional(),
});
const StartArguments = z.strictObject({
  StateMachineArn: z.string(),
  Input: z.json().optional(),
  Name: z.string().optional(),
});

const task = {
  ...common,
  Type: z.literal("Task"),
  TimeoutSeconds: secondsOrExpression.optional(),
  HeartbeatSeconds: secondsOrExpression.optional(),
  ...recovery,
  ...results,
  ...leaving,
};

const Task = z.discriminatedUnion("Resource", [
  z.strictObject({
    ...task,
    Resource: z.enum(["arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke.waitForTaskToken"]),
    Arguments: InvokeArguments,
  }),
  z.strictObject({
    ...task,
    Resource: z.literal("arn:aws:states:::states:startExecution"),
    Arguments: StartArguments,
  }),
]);
export type Task = z.output<typeof Task>;

const Choice = z.strictObject({
  ...common,
  Type: z.literal("Choice"),
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: z.union([expression, z.boolean()]),
        Next: z.string(),
        ...results,
      }),
    )
    .min(1),
  Default: z.string().optional(),
  ...results,
});

const Wait = z
  .strictObject({
    ...common,
    Type: z.literal("Wait"),
    Seconds: countOrExpression.optional(),
    Timestamp: z.union([z.iso.datetime({ offset: true }), expression]).optional(),
    ...results,
    ...leaving,
  })
  .refine(({ Seconds, Timestamp }) => (Seconds === undefined) !== (Timestamp === undefined), {
    message: "needs either Seconds or Timestamp",
  });

const MapState = z.strictObject({
  ...common,
  Type: z.literal("Map"),
  Items: z.union([expression, z.array(z.json())]).optional(),
  ItemSelector: z.json().optional(),
  ItemProcessor: Inner.extend({
    ProcessorConfig: z.strictObject({ Mode: z.literal("INLINE") }).optional(),
  }),
  MaxConcurrency: countOrExpression.default(0),
  ...recovery,
  ...results,
  ...leaving,
});

const Parallel = z.strictObject({
  ...common,
  Type: z.literal("Parallel"),
  Branches: z.array(Inner).min(1),
  Arguments: z.json().optional(),
  ...recovery,
  ...results,
  ...leaving,
});

export const State = z.discriminatedUnion("Type", [
  Task,
  Choice,
  Wait,
  MapState,
  Parallel,
  z.strictObject({ ...common, Type: z.literal("Pass"), ...results, ...leaving }),
  z.strictObject({ ...common, Type: z.literal("Succeed"), Output }),
  z.strictObject({
    ...common,
    Type: z.literal("Fail"),
    Error: z.string().optional(),
    Cause: z.string().optional(),
  }),
]);
export type State = z.output<typeof State>;

export const Definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata"),
  Version: z.literal("1.0").optional(),
  TimeoutSeconds: z.number().int().positive().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});
