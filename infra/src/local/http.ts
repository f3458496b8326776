import type { IncomingMessage, ServerResponse } from "node:http";

export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Where requests go by the beginning of their path; the first that fits takes it. */
export interface Mount {
  /** `/api`: itself and everything below it. */
  prefix: string;
  handle: Handle;
}

/**
 * Whether a request is meant for this machine. A page of another site that had its name point here could read
 * everything otherwise (DNS rebinding).
 */
export function isLocalHost(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? "");
}

/** Hands requests to the first mount that takes their path. */
export function createRouter(mounts: readonly Mount[], fail: (error: unknown) => void): Handle {
  return async (request, response) => {
    try {
      if (!isLocalHost(request.headers.host)) {
        response.writeHead(421, { "content-type": "text/plain; charset=utf-8" });
        response.end("This platform answers only under 127.0.0.1 or localhost.\n");
        return;
      }
      const path = (request.url ?? "/").split("?", 1).join("");
      const mount = mounts.find(
        ({ prefix }) => prefix === "/" || path === prefix || path.startsWith(`${prefix}/`),
      );
      await mount?.handle(request, response);
    } catch (error) {
      fail(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end("The local cloud failed.\n");
    }
  };
}
