/** The code of the functions of the test stack, as Lambda would get it. */

/** What the functions share: DynamoDB without an SDK. */
const dynamoDb = `
const authorization =
  "AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
async function dynamoDb(operation, input) {
  const response = await fetch(process.env.AWS_ENDPOINT_URL_DYNAMODB, {
    method: "POST",
    headers: {
      authorization,
      "x-amz-date": "20260101T000000Z",
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810." + operation,
    },
    body: JSON.stringify({ TableName: process.env.TABLE_NAME, ...input }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
`;

export const apiFunction = `${dynamoDb}
export async function handler(event, context) {
  const id = event.pathParameters?.id;
  const reply = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
  switch (event.httpMethod + " " + event.resource) {
    case "PUT /items/{id}": {
      const { poison = false } = JSON.parse(event.body ?? "{}");
      await dynamoDb("PutItem", { Item: { pk: { S: id }, sk: { S: "item" }, poison: { BOOL: poison } } });
      return reply(201, { id });
    }
    case "GET /items/{id}": {
      const { Item } = await dynamoDb("GetItem", {
        Key: { pk: { S: id }, sk: { S: "item" } },
        ConsistentRead: true,
      });
      return Item ? reply(200, { id }) : reply(404, {});
    }
    case "POST /exit":
      process.exit(3);
    case "POST /hang":
    case "POST /impatient/hang":
      return new Promise(() => setInterval(() => {}, 1000));
    case "POST /throw":
      throw new RangeError("thrown on purpose");
    case "POST /malformed":
      return { body: "there is no status" };
    case "GET /binary":
      return {
        statusCode: 200,
        headers: { "content-type": "image/png" },
        body: Buffer.from([0, 255, 1]).toString("base64"),
        isBase64Encoded: true,
      };
    default:
      return reply(200, { event, variables: process.env, pid: process.pid, remaining: context.getRemainingTimeInMillis() });
  }
}
`;

/** Says "one", waits until there is the item `?until`, says "two". */
export const streamFunction = `${dynamoDb}
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const out = awslambda.HttpResponseStream.from(stream, {
    statusCode: 202,
    headers: { "content-type": "text/event-stream", "x-of": "the function" },
    cookies: ["a=1"],
  });
  out.write("one");
  for (;;) {
    const Key = { pk: { S: event.queryStringParameters.until }, sk: { S: "item" } };
    if ((await dynamoDb("GetItem", { Key, ConsistentRead: true })).Item) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (event.queryStringParameters.fail) throw new Error("failed in the middle");
  out.write("two");
  out.end();
  await out.finished?.();
});
`;

/** Writes down each key that it is given, and fails on a batch with poison in it. */
export const consumerFunction = `
import { appendFileSync } from "node:fs";
export async function handler({ Records }) {
  if (Records.some(({ dynamodb }) => dynamodb.NewImage.poison.BOOL)) throw new Error("poison");
  const lines = Records.map(({ dynamodb }) => dynamodb.Keys.pk.S + "\\n");
  appendFileSync(process.env.OUTPUT, lines.join(""));
}
`;
