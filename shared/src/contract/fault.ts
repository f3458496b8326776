/** Every expected failure and its HTTP status. Anything else is a defect and becomes `internal`. */
export const faultStatus = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  attempt_closed: 409,
  bank_too_small: 409,
  invite_closed: 409,
  budget_spent: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  model_unavailable: 503,
} as const;

export type FaultCode = keyof typeof faultStatus;

/** One thing wrong with a request: where (`body.count`) and what. */
export interface Issue {
  path: string;
  message: string;
}

/** The body of every reply that is not a success. */
export interface FaultBody {
  code: FaultCode;
  message: string;
  issues?: readonly Issue[];
}

/** An expected failure. The message is shown to people, so it says what to do. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly issues: readonly Issue[] | undefined;

  constructor(code: FaultCode, message: string, issues?: readonly Issue[]) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.issues = issues;
  }
}
