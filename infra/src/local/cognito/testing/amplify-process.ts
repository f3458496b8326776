import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";
import { ConsoleLogger } from "aws-amplify/utils";
import * as z from "zod";

// Runs calls of aws-amplify's Auth for a test, one message each. A process of its own, because the big-number
// arithmetic in it is many times slower inside jest's sandbox. Its tokens live in its memory.

const Call = z.object({ name: z.string(), input: z.unknown().optional() });

const configure = (input: unknown) => Reflect.apply(Amplify.configure, Amplify, [input]);

// It warns of any endpoint that is not Amazon's.
ConsoleLogger.LOG_LEVEL = "ERROR";

process.on("disconnect", () => process.exit());
process.on("message", async (message) => {
  try {
    const { name, input } = Call.parse(message);
    const call = name === "configure" ? configure : Reflect.get(auth, name);
    if (typeof call !== "function") throw new Error(`aws-amplify has no ${name}`);
    const result: unknown = await call(input);
    process.send?.({ result: JSON.stringify(result) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? { name: error.name, message: error.message } : {} });
  }
});
