/**
 * Where to go after signing in: a path of this site, else home. What looks like a path may name another site
 * (`//evil.example`, `/\evil.example`), so it is resolved as a browser would.
 */
export function safePath(next: string | undefined, origin: string): string {
  if (!next?.startsWith("/") || !URL.canParse(next, origin)) return "/";
  const url = new URL(next, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : "/";
}
