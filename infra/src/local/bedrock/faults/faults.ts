import * as z from "zod";

const Kind = z.enum([
  "throttling",
  "timeout",
  "unavailable",
  "model_error",
  "mid_stream",
  "nonsense",
  "slow",
]);
const Operation = z.enum(["Converse", "ConverseStream", "InvokeModel", "ApplyGuardrail"]);
export type Operation = z.infer<typeof Operation>;

const Fault = z.object({
  operation: z.union([Operation, z.literal("*")]).default("*"),
  kind: Kind,
  /** How many calls it meets. */
  count: z.int().min(1).max(10_000).default(1),
  /** The name of a prompt, without its version: it meets calls with it only. */
  prompt: z.string().optional(),
  /** The id of a model, as it is called: it meets calls of it only. */
  model: z.string().optional(),
  /** The id of a group that pays for it: it meets calls of that group only, so that tests beside it are spared. */
  cohort: z.string().optional(),
  /** How long `slow` takes. */
  milliseconds: z.int().min(0).max(600_000).default(2_000),
});
export type Fault = z.infer<typeof Fault>;

/** The body of `POST /local/bedrock/faults`. */
export const FaultsOrdered = z.object({ next: z.array(Fault).min(1).max(100) });

export interface Call {
  operation: Operation;
  /** `<name>@<version>`; empty where the caller doesn't say. */
  prompt: string;
  model: string;
}

/** Faults that were ordered for calls to come, for tests of what depends on models. */
export function createFaults() {
  let ordered: Fault[] = [];

  const meets = (fault: Fault, { operation, prompt, model }: Call, cohort: string | undefined) =>
    (fault.cohort === undefined || fault.cohort === cohort) &&
    (fault.operation === "*" || fault.operation === operation) &&
    (fault.prompt === undefined || prompt.split("@", 1)[0] === fault.prompt) &&
    (fault.model === undefined || fault.model === model);

  return {
    order(faults: readonly Fault[]): void {
      ordered.push(...faults.map((fault) => ({ ...fault })));
    },
    clear(): void {
      ordered = [];
    },
    /** What is still to come. */
    left: (): readonly Fault[] => ordered,
    /** The fault that a call meets, if any; it counts as met. */
    meet(call: Call, cohort?: string): Fault | undefined {
      const fault = ordered.find((each) => meets(each, call, cohort));
      if (!fault) return undefined;
      fault.count -= 1;
      if (fault.count === 0) ordered = ordered.filter((each) => each !== fault);
      return fault;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
