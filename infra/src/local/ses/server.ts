import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "../cognito/errors.ts";
import { collect } from "../gateway/body.ts";
import type { Handle } from "../http.ts";
import type { OutgoingMail } from "../outbox/store.ts";
import { readMessage } from "./message.ts";

/** In bytes; far more than a text. SES takes 40 MB, with attachments. */
const bodyLimit = 1024 * 1024;

/**
 * SES on this machine: it speaks the wire of `SendEmail` of SES's API v2, and hands each mail on, once for each of those
 * it goes to. Any path in front of SES's own will do.
 * @param identities addresses and domains that mail may come from; here they are verified from the start
 */
export function createMailService(
  identities: readonly string[],
  region: string,
  deliver: (mail: OutgoingMail) => void,
): Handle {
  return async (request, response) => {
    try {
      const { from, to, subject, text } = readMessage(await readSendEmail(request));
      if (!identities.some((identity) => covers(identity, from))) {
        throw new ServiceError(
          "MessageRejected",
          `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${from}`,
        );
      }
      for (const recipient of to) deliver({ to: recipient, subject, text });
      sendJson(response, 200, { MessageId: `${randomUUID()}-000000` });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { name, message, status } = error;
      sendJson(response, status, { message }, { "x-amzn-errortype": name });
    }
  };
}

/**
 * The body of a request that sends a mail.
 * @throws ServiceError
 */
async function readSendEmail(request: IncomingMessage): Promise<string> {
  const { method, url = "", headers } = request;
  if (method !== "POST" || !url.endsWith("/v2/email/outbound-emails")) {
    throw new ServiceError("UnknownOperationException", `The local SES doesn't serve ${method} ${url}.`, 404);
  }
  // A page in a browser can't leave out `Origin`, and an SDK has no reason to send it.
  if (headers.origin !== undefined) {
    throw new ServiceError("AccessDeniedException", "A browser may not send mail.", 403);
  }
  if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
  }
  const body = await collect(request, bodyLimit);
  if (!body) throw new ServiceError("BadRequestException", `The mail is over ${bodyLimit} bytes.`);
  return body.toString();
}

/** A verified domain stands for its subdomains and all addresses; case counts in front of the `@` only. */
function covers(identity: string, address: string): boolean {
  const [local, domain = ""] = address.split("@");
  const at = identity.lastIndexOf("@");
  const verified = identity.slice(at + 1).toLowerCase();
  const isDomain = domain.toLowerCase() === verified;
  if (at < 0) return isDomain || domain.toLowerCase().endsWith(`.${verified}`);
  return isDomain && identity.slice(0, at) === local;
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "x-amzn-requestid": randomUUID(),
    ...headers,
  });
  response.end(JSON.stringify(body));
}
