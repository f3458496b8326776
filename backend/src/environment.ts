/**
 * A variable that the stack sets: `SITE_URL`, the address of the front end, on the functions that write links, and the
 * others on every function.
 * @throws TypeError where it is missing: the function must not start half configured
 */
export function environment(name: "TABLE_NAME" | "LYCEUM_STAGE" | "LYCEUM_VERSION" | "SITE_URL"): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} is not set`);
  return value;
}

/** The address that mail to people comes from. The stack sets it where it has one, on the functions that send mail. */
export const mailFrom = (): string | undefined => process.env.MAIL_FROM;
