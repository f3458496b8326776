import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpackBrowser } from "./browser.ts";
import { startLocalCloud } from "./local-cloud.ts";

// Jest's global set-up: one local cloud for all tests that need one, with a data directory of its own, and the browser
// unpacked once. The tests find the cloud by LYCEUM_URL and LYCEUM_DATA.

export default async function startCloud(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-cloud-"));
  const [cloud] = await Promise.all([startLocalCloud({ data }), unpackBrowser()]);
  process.env.LYCEUM_URL = cloud.url;
  process.env.LYCEUM_DATA = data;
  process.env.LYCEUM_PID = String(cloud.pid);
}
