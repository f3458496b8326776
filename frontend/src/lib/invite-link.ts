// An invite's link: /join/<invite>#<secret>. The fragment is never sent to a server; the API gets the secret in the body
// of a request.

const form = /^[\w-]{43}$/;

/** 32 random bytes in base64url. */
export function makeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @param origin such as `https://lyceum.example` */
export const inviteLink = (origin: string, inviteId: string, secret: string): string =>
  `${origin}/join/${inviteId}#${secret}`;

/** The secret in a fragment, with or without its `#`; `undefined` where it was cut off or is something else. */
export function secretIn(fragment: string): string | undefined {
  const secret = fragment.replace(/^#/, "");
  return form.test(secret) ? secret : undefined;
}

const key = (inviteId: string): string => `invite.${inviteId}`;

/** Keeps an invite's secret in this tab, so that it is there after signing in or up. */
export function keepSecret(inviteId: string, fragment: string): void {
  const secret = secretIn(fragment);
  if (secret) sessionStorage.setItem(key(inviteId), secret);
}

export const keptSecret = (inviteId: string): string | undefined =>
  secretIn(sessionStorage.getItem(key(inviteId)) ?? "");

export const forgetSecret = (inviteId: string): void => sessionStorage.removeItem(key(inviteId));
