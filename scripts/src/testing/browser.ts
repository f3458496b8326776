import { dirname, join } from "node:path";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from "playwright-core";

/**
 * Unpacks Chromium, which comes from npm with the libraries that it needs, so that nothing has to be installed on the
 * machine. The package unpacks the libraries where it finds itself in Lambda, so it is told that for the moment.
 *
 * @returns the program and where its libraries are
 */
export async function unpackBrowser(): Promise<{ executablePath: string; libraries: string }> {
  const { AWS_EXECUTION_ENV, LD_LIBRARY_PATH } = process.env;
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x";
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    const executablePath = await chromium.executablePath();
    return { executablePath, libraries: join(dirname(executablePath), "al2023", "lib") };
  } finally {
    restore("AWS_EXECUTION_ENV", AWS_EXECUTION_ENV);
    restore("LD_LIBRARY_PATH", LD_LIBRARY_PATH);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/**
 * The package's own arguments are not used: one process for everything, as they want it for Lambda, ends with the
 * first page that is closed, and they switch off the same-origin policy.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, libraries } = await unpackBrowser();
  return playwright.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
}

/** The sizes and colour schemes in which every page has to work. */
export const looks: Readonly<Record<string, BrowserContextOptions>> = {
  "phone, light": { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "light" },
  "phone, dark": { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "dark" },
  "desktop, light": { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  "desktop, dark": { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
};

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/**
 * What is wrong with a page as it is now: what axe finds serious or critical, a width that has to be scrolled, and not
 * one main heading.
 * @param name of what is shown, to begin each line with
 */
export async function flaws(page: Page, name = page.url()): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Violation[]>(
    "axe.run({ resultTypes: ['violations'] }).then((results) => results.violations)",
  );
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (tooWide > 0) found.push(`${tooWide} pixels wider than the window`);
  const headings = await page.getByRole("heading", { level: 1 }).count();
  if (headings !== 1) found.push(`${headings} main headings`);
  return found.map((flaw) => `${name}: ${flaw}`);
}

/** Types an address and a password into the sign-in page, and waits until that person is in. */
export async function signInAs(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Profile" }).waitFor();
}
