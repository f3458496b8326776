import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";
import { siteFiles } from "../site/site.ts";

// node serve.ts ASSEMBLY DATA: serves any cloud assembly, without a front end.

const [, , assembly = "", data = ""] = process.argv;
const emptySite = join(data, "site");

await run(
  { port: 0, data, fresh: false },
  {
    openApiFile: join(data, "openapi.json"),
    async build() {
      await mkdir(emptySite, { recursive: true });
      return { assembly, site: { files: siteFiles(emptySite), asBuilt: true } };
    },
    prepare: async () => {},
  },
);
