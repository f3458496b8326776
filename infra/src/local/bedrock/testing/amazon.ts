import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

/** Those of somebody who has signed in for some hours. */
export const identity = { accessKeyId: "ASIATEST", secretAccessKey: "secret", sessionToken: "session" };
export const region = "eu-central-1";

export interface Asked {
  path: string;
  body: Buffer;
  headers: IncomingMessage["headers"];
}

/** A server that plays Amazon Bedrock: it answers what is signed well, and keeps what it was asked. */
export async function startTestAmazon(answer: (request: Asked, response: ServerResponse) => void) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    // Who breaks off asking gets no answer.
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const { url: path = "", headers } = request;
    const expected = await signatureOf({ path, body, headers });
    if (headers.authorization !== expected || headers["x-amz-security-token"] !== identity.sessionToken) {
      response.writeHead(403, { "x-amzn-errortype": "InvalidSignatureException" }).end("{}");
      return;
    }
    asked.push({ path, body, headers });
    answer({ path, body, headers }, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("the server has no port");
  return {
    address: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What `Authorization` must be, by the headers that it says are signed, and by what has come. */
async function signatureOf({ path, body, headers }: Asked): Promise<string | undefined> {
  const [, names = ""] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
  const signed = names
    .split(";")
    // The hash of the body is made of the body that has come.
    .filter((name) => name !== "x-amz-content-sha256")
    .map((name) => [name, String(headers[name])] as const);
  const date = String(headers["x-amz-date"]);
  const signingDate = date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)/, "$1-$2-$3:$4:$5");
  const signer = new SignatureV4({ service: "bedrock", region, credentials: identity, sha256: Sha256 });
  const request = { protocol: "https:", hostname: "", method: "POST", path, query: {}, body };
  const again = await signer.sign({ ...request, headers: Object.fromEntries(signed) }, { signingDate });
  return again.headers.authorization;
}
