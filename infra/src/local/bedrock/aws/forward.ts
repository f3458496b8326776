import { request as askPlainly, type IncomingMessage } from "node:http";
import { request as askSecurely } from "node:https";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { codeOf, messageOf } from "../../problem.ts";
import { accessDenied, unavailable } from "../errors.ts";
import type { WireReply, WireRequest } from "../wire/listen.ts";
import type { FindCredentials } from "./credentials.ts";
import { createTroubles } from "./troubles.ts";

/** Whom to ask, and how to sign. */
interface Amazon {
  region: string;
  credentials: FindCredentials;
  /** Says in one line what is wrong with the network or the credentials. */
  warn(line: string): void;
  /** Without a path. Amazon's own where it is not given. */
  address?: string;
}

/**
 * Hands a call on and its reply back, as both are.
 * @param body the bytes of the request, which is read by then
 * @returns the name of the error that the reply is or ended with, if it did
 * @throws ServiceError where nothing was replied
 */
export type Forward = (
  model: string,
  request: WireRequest,
  body: Buffer,
  reply: WireReply,
) => Promise<string | undefined>;

const bedrockAddress = (region: string) => `https://bedrock-runtime.${region}.amazonaws.com`;

/** Of a request's headers those that say what it is: the others are about the connection, or are signed anew. */
const passedOn = ["content-type", "accept"];
const passedBack = /^(?:content-type|x-amzn-errortype|x-amzn-requestid|x-amzn-bedrock-.*)$/;

/** Asks Amazon Bedrock, signing with the user's credentials. */
export function createForward({
  region,
  credentials,
  warn,
  address = bedrockAddress(region),
}: Amazon): Forward {
  const { protocol, hostname, host } = new URL(address);
  const ask = protocol === "https:" ? askSecurely : askPlainly;
  const troubles = createTroubles(warn);

  async function signed({ method, url: path, header }: WireRequest, body: Buffer) {
    const headers: Record<string, string> = { host };
    for (const name of passedOn) {
      const value = header(name);
      if (value !== undefined) headers[name] = value;
    }
    const identity = await credentials().catch((error: unknown) => {
      troubles.withoutCredentials(messageOf(error));
      throw accessDenied("There are no AWS credentials any more.");
    });
    const signer = new SignatureV4({ service: "bedrock", region, credentials: identity, sha256: Sha256 });
    const request = { protocol, hostname, method, path, query: {}, headers, body };
    return (await signer.sign(request)).headers;
  }

  async function send(request: WireRequest, body: Buffer): Promise<IncomingMessage> {
    const headers = await signed(request, body);
    const { method, url: path, gone: signal } = request;
    try {
      return await new Promise((resolve, reject) => {
        ask(address, { method, path, headers, signal })
          .once("response", resolve)
          .on("error", reject)
          .end(body);
      });
    } catch (error) {
      if (signal.aborted) throw error;
      troubles.unreachable(address, codeOf(error) ?? messageOf(error));
      throw unavailable(`Amazon Bedrock at ${address} can't be reached.`);
    }
  }

  return async (model, request, body, reply) => {
    const answer = await send(request, body);
    const { statusCode: status = 502 } = answer;
    const error = status < 400 ? undefined : errorOf(answer);
    troubles.answered(model, status, error);
    reply.writeHead(status, headersOf(answer));
    const chunks: AsyncIterable<Buffer> = answer;
    try {
      for await (const chunk of chunks) reply.write(chunk);
      reply.end();
      return error;
    } catch {
      reply.destroy();
      return request.gone.aborted ? "ClientGone" : "ConnectionLost";
    }
  };
}

/** `ThrottlingException:http://internal.amazon.com/...` is its name and a namespace. */
function errorOf({ headers, statusCode }: IncomingMessage): string {
  const type = headers["x-amzn-errortype"];
  return typeof type === "string" ? type.replace(/:.*$/, "") : `HTTP ${statusCode}`;
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && passedBack.test(name) ? [[name, value]] : [],
    ),
  );
