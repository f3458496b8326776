import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Handle } from "./http.ts";
import { codeOf, Problem } from "./problem.ts";

export interface Listening {
  server: Server;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** From now on, this answers; until then, everything gets a 503. */
  answerWith(handle: Handle): void;
  /** Takes no more requests, and resolves when those that are being answered are, or after so many milliseconds. */
  close(patience: number): Promise<void>;
}

/**
 * Listens on 127.0.0.1, first of all, so that a port that is taken is noticed before any work is done.
 * @param port 0 for any free port
 * @throws Problem where the port can't be had
 */
export async function listen(port: number): Promise<Listening> {
  let handle: Handle = (_, response) => {
    response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "1" });
    response.end("The platform is starting.\n");
  };
  const server = createServer((request, response) => handle(request, response));
  // Longer than browsers and SDKs keep idle connections, so that none is closed just as it is used again.
  server.keepAliveTimeout = 65_000;
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    if (codeOf(error) === "EADDRINUSE") {
      throw new Problem(`port ${port} is in use; choose another with --port`, { cause: error });
    }
    throw new Problem(`port ${port} can't be used (${codeOf(error)}); choose another with --port`, {
      cause: error,
    });
  }
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("the server has no port");

  return {
    server,
    origin: `http://127.0.0.1:${address.port}`,
    answerWith(next) {
      handle = next;
    },
    async close(patience) {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearTimeout(timer);
    },
  };
}
