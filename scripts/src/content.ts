import { run } from "./content/cli.ts";

// `npm run content -- check|stats|vectors [--json]`

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
