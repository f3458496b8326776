/**
 * `SITE_URL`, the address of the front end, is on the functions that write links; `FILES_BUCKET` on those that work with
 * files; `MODELS` on those that ask models; a machine's ARN on those that start its workflow. The others are on every
 * function.
 */
type Variable =
  | "TABLE_NAME"
  | "LYCEUM_STAGE"
  | "LYCEUM_VERSION"
  | "SITE_URL"
  | "FILES_BUCKET"
  | "MODELS"
  | "NOTE_INDEXING_ARN"
  | "QUESTION_GENERATION_ARN"
  | "QUESTION_REVIEW_ARN";

/**
 * A variable that the stack sets.
 * @throws TypeError where it is missing: the function must not start half configured
 */
export function environment(name: Variable): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} is not set`);
  return value;
}

/** The address that mail to people comes from. The stack sets it where it has one, on the functions that send mail. */
export const mailFrom = (): string | undefined => process.env.MAIL_FROM;

/** Whether the log holds what models are asked and answer: people's notes and questions. Only to look for a fault. */
export const logsPrompts = (): boolean => process.env.LYCEUM_LOG_PROMPTS === "true";
