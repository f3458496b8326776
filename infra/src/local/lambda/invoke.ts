import { collect } from "../gateway/body.ts";
import { functionNameOf } from "../states/machines.ts";
import type { Answer, Invoke } from "../states/tasks.ts";
import type { FunctionPool } from "./pool.ts";

/** The largest reply that Lambda gives, in bytes. */
const replyLimit = 6 * 1024 * 1024;

/** Calls functions as Lambda's Invoke does: by name or ARN, with the whole reply at once. */
export function invokeIn(functions: ReadonlyMap<string, FunctionPool>): Invoke {
  return async (functionName, payload): Promise<Answer> => {
    const pool = functions.get(functionNameOf(functionName));
    if (!pool) return failed("Lambda.ResourceNotFoundException", `Function not found: ${functionName}`);
    const outcome = await pool.invoke(payload);
    if (!outcome.ok) return outcome;
    try {
      const body = await collect(outcome.body, replyLimit);
      if (!body) return failed("Function.ResponseSizeTooLarge", "Response payload size exceeded 6 MB");
      return { ok: true, payload: body.toString() };
    } catch {
      return failed("Runtime.ExitError", "The function broke off its reply");
    }
  };
}

const failed = (errorType: string, errorMessage: string): Answer => ({
  ok: false,
  error: { errorType, errorMessage },
});
