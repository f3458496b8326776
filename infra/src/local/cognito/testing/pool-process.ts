import { createServer } from "node:http";
import { systemRandom } from "../random.ts";
import { createUserPool } from "../server.ts";
import { config, listen } from "./start-pool.ts";

// A pool over the database named on the command line, in a process that a test may kill. Tells its port.

const pool = createUserPool(config, {
  databaseFile: process.argv[2] ?? "",
  sendMail: () => {},
  now: Date.now,
  random: systemRandom,
});
const server = createServer((request, response) => void pool.handle(request, response));
process.on("disconnect", () => process.exit());
process.send?.(await listen(server));
