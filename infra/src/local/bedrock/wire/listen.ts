import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { createServer as createHttp2, type ServerHttp2Session } from "node:http2";
import { createServer, type Socket } from "node:net";
import type { Readable } from "node:stream";

export interface WireRequest {
  method: string;
  url: string;
  header(name: string): string | undefined;
  body: Readable;
  /** Aborted when the client has gone before it was answered. */
  gone: AbortSignal;
}

export interface WireReply {
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: Uint8Array): boolean;
  end(chunk?: string | Uint8Array): unknown;
  /** Breaks off in the middle. */
  destroy(): unknown;
}

type Answer = (request: WireRequest, reply: WireReply) => Promise<void>;

/** How HTTP/2 begins when both sides know beforehand that they speak it, as the SDK does even to `http://`. */
const preface = "PRI";

/**
 * Listens on a free port of 127.0.0.1 for HTTP/1.1 and HTTP/2 without TLS.
 * @returns `http://127.0.0.1:<port>`
 */
export async function listenBoth(answer: Answer): Promise<{ url: string; close(): Promise<void> }> {
  const http = createHttp((request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { method = "", url = "", headers } = request;
    void answer(
      { method, url, header: (name) => one(headers[name]), body: request, gone: gone.signal },
      response,
    );
  });
  const http2 = createHttp2((request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    // A client that goes away is no fault of this server.
    response.stream.on("error", () => {});
    const { method, url, headers } = request;
    void answer(
      { method, url, header: (name) => one(headers[name]), body: request, gone: gone.signal },
      {
        writeHead: (status, replyHeaders) => response.writeHead(status, replyHeaders),
        write: (chunk) => response.stream.writable && response.write(chunk),
        end: (chunk) => (chunk === undefined ? response.end() : response.end(chunk)),
        destroy: () => response.stream.destroy(),
      },
    );
  });
  const sessions = new Set<ServerHttp2Session>();
  http2.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => {});
    session.once("close", () => sessions.delete(session));
  });

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const first: unknown = socket.read();
      if (!Buffer.isBuffer(first)) {
        socket.destroy();
        return;
      }
      socket.unshift(first);
      const speaks = first.subarray(0, preface.length).toString() === preface ? http2 : http;
      speaks.emit("connection", socket);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("the server has no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
