import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { send } from "../console/document.ts";
import { contentSecurityPolicy, outboxHtml } from "./page.ts";
import { createMailStore, type OutgoingMail } from "./store.ts";

const pageSize = 20;
/** The JSON list is for programs that look for the mail they have just caused. */
const jsonLimit = 100;

const Query = z.object({
  to: z
    .string()
    .trim()
    .transform((to) => (to === "" ? undefined : to))
    .optional(),
  page: z.coerce.number<string>().int().min(1).max(1_000_000).default(1).catch(1),
});

/** Where mail goes on this machine. */
export interface Outbox {
  /** Keeps a mail; it is on disk on return. */
  send(mail: OutgoingMail): void;
  /** Answers `GET .../outbox` (a page) and `GET .../outbox.json`; both take `?to=`, the page `?page=`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Closes the file; no call may follow. */
  close(): void;
}

/**
 * An outbox over one SQLite file, which is made if it is not there.
 * @throws when the file can't be opened
 */
export function createOutbox(databaseFile: string): Outbox {
  const mails = createMailStore(databaseFile);

  return {
    send: mails.add,
    handle(request, response) {
      const [path = "", query] = (request.url ?? "").split("?", 2);
      const { to, page } = Query.parse(Object.fromEntries(new URLSearchParams(query)));
      if (request.method !== "GET" && request.method !== "HEAD") {
        return send(response, 405, "text/plain; charset=utf-8", "Only GET is answered here.\n", {
          allow: "GET, HEAD",
        });
      }
      if (path.endsWith("/outbox.json")) {
        const items = mails
          .list({ to, limit: jsonLimit, offset: 0 })
          .map(({ id, to, subject, text, sentAt }) => ({ id, to, subject, text, sentAt }));
        return send(response, 200, "application/json", JSON.stringify({ items }));
      }
      if (!/\/outbox\/?$/.test(path)) {
        return send(
          response,
          404,
          "text/plain; charset=utf-8",
          "There is nothing here. Mail is at /local/outbox.\n",
        );
      }
      const found = mails.list({ to, limit: pageSize + 1, offset: (page - 1) * pageSize });
      const html = outboxHtml({ mails: found.slice(0, pageSize), to, page, more: found.length > pageSize });
      return send(response, 200, "text/html; charset=utf-8", html, {
        "content-security-policy": contentSecurityPolicy,
      });
    },
    close: mails.close,
  };
}
