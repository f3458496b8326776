// What Lambda's runtime client does through its native addon, in plain JavaScript: the addon is compiled when the
// package is installed, which takes a C++ toolchain that a user's machine need not have. Same functions, same
// results; index.mjs of aws-lambda-ric is the only caller.
const { Agent, request } = require("node:http");

const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const agent = new Agent({ keepAlive: true });

/** The invocation must be over for the platform before the next one is asked for. */
let reported = Promise.resolve();

function call(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, agent, method, path: `/2018-06-01/runtime/${path}`, headers },
      (incoming) => {
        const chunks = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: incoming.headers }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function report(path, body, headers) {
  const bytes = Buffer.from(body);
  const length = { "Content-Type": "application/json", "Content-Length": bytes.length };
  reported = call("POST", path, { ...length, ...headers }, bytes);
  // The next call waits for it and fails with it.
  reported.catch(() => {});
}

exports.next = async () => {
  await reported;
  return call("GET", "invocation/next", {});
};

exports.done = (id, body) => report(`invocation/${id}/response`, body, {});

exports.error = (id, body, xray) => {
  // Header values are Latin-1, and the platform takes no more than 1 MB of this.
  const cause = Buffer.from(xray)
    .toString("latin1")
    .slice(0, 8_000)
    .replaceAll(/[^\x20-\x7e]/g, "?");
  report(`invocation/${id}/error`, body, { "Lambda-Runtime-Function-XRay-Error-Cause": cause });
};
