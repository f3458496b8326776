/** The sign-in of someone who is just signing up, kept in memory until the address is confirmed. */
let pending: { email: string; password: string } | undefined;

export function rememberSignUp(credentials: { email: string; password: string }): void {
  pending = credentials;
}

/** The password of this address, once. */
export function takePassword(email: string): string | undefined {
  const password = pending?.email === email ? pending.password : undefined;
  pending = undefined;
  return password;
}
