import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type Person, platformUrl } from "./people.ts";

// Pages of somebody who is signed in already. Signing in through the form costs each test two pages and a proof of the
// password in the browser's JavaScript; the tests of signing in do that.

/** How long a page may take on a busy machine, in milliseconds: the limit is there for what hangs. */
const patience = 60_000;

/** A page of `person`'s in a browser context of its own. It shows nothing yet. */
export async function pageOf(
  browser: Browser,
  person: Person,
  look: BrowserContextOptions = {},
): Promise<Page> {
  const localStorage = kept(person);
  const context = await browser.newContext({
    ...look,
    baseURL: platformUrl(),
    storageState: { cookies: [], origins: [{ origin: new URL(platformUrl()).origin, localStorage }] },
  });
  context.setDefaultTimeout(patience);
  return context.newPage();
}

/** The same, showing a page of the site. */
export async function openAs(
  browser: Browser,
  person: Person,
  path: string,
  look: BrowserContextOptions = {},
): Promise<Page> {
  const page = await pageOf(browser, person, look);
  await show(page, path);
  return page;
}

/** Goes to a page of the site, and waits until its heading is there and it loads nothing more. */
export async function show(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page
    .getByRole("status", { name: /^Loading/ })
    .first()
    .waitFor({ state: "detached" });
}

/** What aws-amplify keeps in a browser of somebody who signed in. */
function kept({ token, accessToken, refreshToken }: Person): { name: string; value: string }[] {
  const [, payload = ""] = accessToken.split(".");
  const { client_id: clientId, username } = JSON.parse(Buffer.from(payload, "base64url").toString());
  const of = `CognitoIdentityServiceProvider.${clientId}`;
  return [
    { name: `${of}.LastAuthUser`, value: username },
    { name: `${of}.${username}.idToken`, value: token },
    { name: `${of}.${username}.accessToken`, value: accessToken },
    { name: `${of}.${username}.refreshToken`, value: refreshToken },
    { name: `${of}.${username}.clockDrift`, value: "0" },
  ];
}
