import * as z from "zod";
import { ServiceError } from "../cognito/errors.ts";

/** What is sent to whom. */
export interface Message {
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
}

/** Anything but UTF-8 would have to be converted; SES takes 7-bit ASCII where nothing is said. */
const Content = z.strictObject({ Data: z.string(), Charset: z.literal("UTF-8") });

/** What the outbox can show of a mail. All else that SES could do is refused and not left out silently. */
const Request = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({ ToAddresses: z.array(z.string()).min(1) }),
  Content: z.strictObject({
    Simple: z.strictObject({ Subject: Content, Body: z.strictObject({ Text: Content }) }),
  }),
});

/** SES's own limit for one mail. */
const mostRecipients = 50;

/**
 * The message of a `SendEmail` request.
 * @throws ServiceError BadRequestException
 */
export function readMessage(body: string): Message {
  const result = Request.safeParse(parse(body));
  if (!result.success) {
    throw badRequest(`The local SES sends plain text in UTF-8 only: ${z.prettifyError(result.error)}`);
  }
  const { FromEmailAddress, Destination, Content } = result.data;
  if (Destination.ToAddresses.length > mostRecipients) {
    throw badRequest(`Recipient count exceeds ${mostRecipients}.`);
  }
  const { Subject, Body } = Content.Simple;
  return {
    from: addressIn(FromEmailAddress),
    to: Destination.ToAddresses.map(addressIn),
    subject: Subject.Data,
    text: Body.Text.Data,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceError("SerializationException", "The body is not JSON.");
  }
}

/** The bare address of `ada@example.com` or `Ada <ada@example.com>`. */
function addressIn(mailbox: string): string {
  const [, inBrackets] = /^[^<>]*<([^<>]*)>$/.exec(mailbox) ?? [];
  const address = z.email().safeParse(inBrackets ?? mailbox);
  if (!address.success) throw badRequest("Illegal address");
  return address.data;
}

const badRequest = (message: string) => new ServiceError("BadRequestException", message);
