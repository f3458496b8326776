import type { Server } from "node:http";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { startDynamoDb } from "./dynamodb/server.ts";
import { listen } from "./listen.ts";
import { type Platform, type PlatformOptions, startPlatform } from "./platform.ts";
import { Problem } from "./problem.ts";
import { type Children, createChildren } from "./process/children.ts";
import { createProgress, type Progress } from "./progress.ts";

/** What every part of a running platform works with. */
export interface Tools {
  data: DataDirectory;
  children: Children;
  progress: Progress;
  server: Server;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** To be called when the platform stops, before what was started earlier is ended. */
  onStop(end: () => unknown): void;
}

/** What is to be served. */
export interface Parts {
  /** Makes the cloud assembly and the front end. */
  build(tools: Tools): Promise<Pick<PlatformOptions, "assembly" | "site">>;
  openApiFile: string;
  /** What is still to be done when everything runs, before it is called ready. */
  prepare(platform: Platform, tools: Tools): Promise<void>;
}

/** How long requests that are being answered may take when the platform is stopped, in milliseconds. */
const stopPatience = 5_000;

/**
 * Starts a platform that runs until a signal ends this process. The line `ready URL` on standard output says that it
 * answers. What keeps it from starting is one line on standard error, and ends the process.
 */
export async function run(
  place: { port: number; data: string; fresh: boolean },
  parts: Parts,
): Promise<void> {
  const stopping = new AbortController();
  try {
    await start(place, parts, stopping);
  } catch (error) {
    // What a signal cuts short fails, and that is no news.
    if (stopping.signal.aborted) return;
    console.error(error instanceof Problem ? `Lyceum can't start: ${error.message}` : error);
    process.exit(1);
  }
}

async function start(
  place: { port: number; data: string; fresh: boolean },
  parts: Parts,
  stopping: AbortController,
): Promise<void> {
  const progress = createProgress((line) => console.log(line));
  const data = await openDataDirectory(place.data, place.fresh);
  const { server, origin, answerWith, close } = await listen(place.port);
  const children = createChildren();
  const ends: (() => unknown)[] = [() => children.close(), () => data.release()];
  const onStop = (end: () => unknown) => ends.unshift(end);
  const tools: Tools = { data, children, progress, server, origin, onStop };
  stopOnSignal(stopping, async () => {
    await close(stopPatience);
    for (const end of ends) await end();
  });

  const [built, dynamoDb] = await Promise.all([
    parts.build(tools),
    progress.step("starting DynamoDB", async () => {
      const where = { dataDirectory: data.path, logDirectory: data.logs };
      const started = await startDynamoDb({ ...where, children, warn: progress.warn });
      onStop(started.stop);
      return started;
    }),
  ]);
  const { openApiFile } = parts;
  const platform = await progress.step("putting up what the template describes", () =>
    startPlatform({ ...built, openApiFile, data, dynamoDb, origin, children, progress }),
  );
  onStop(platform.stop);
  answerWith(platform.handle);
  platform.begin();
  await parts.prepare(platform, tools);
  console.log(`ready ${origin}`);
  for (const functionPool of platform.functions) functionPool.warm();
}

function stopOnSignal(stopping: AbortController, stop: () => Promise<void>): void {
  const onSignal = () => {
    // Whoever asks twice doesn't want to wait; the guard ends the children.
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}
