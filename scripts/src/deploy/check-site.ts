/**
 * Checks through the site's own address that requests reach the API with their methods, and that its answers come back
 * as they are: also a 404, for which the proxy could put a page of the front end (docs/decisions/0004-one-origin.md).
 *
 * @throws Error that says what is wrong
 */
export async function checkSite(url: string): Promise<void> {
  await expectAnswer("GET", `${url}/api/health`, 200, { status: "ok" });
  await expectAnswer("PUT", `${url}/api/account`, 401, { code: "unauthenticated" });
  await expectAnswer("GET", `${url}/api/no-such-address`, 404, { code: "not_found" });
}

async function expectAnswer(
  method: string,
  url: string,
  status: number,
  part: Record<string, string>,
): Promise<void> {
  const response = await fetch(url, { method, redirect: "manual" });
  const text = await response.text();
  const matches = Object.entries(part).every(([name, value]) => text.includes(`"${name}":"${value}"`));
  if (response.status !== status || !matches) {
    throw new Error(
      `${method} ${url} should answer ${status} with ${JSON.stringify(part)}, and answers ${response.status}: ${text.slice(0, 200)}`,
    );
  }
}
