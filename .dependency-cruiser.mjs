/** Who may import what (docs/architecture.md). */
const slices = "(?:health|exams|questions|attempts|cohorts|disputes|notes|generation|review|tutor|account)";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid("no-cycles", "A cycle hides who depends on whom.", {}, { circular: true }),
    forbid(
      "no-unresolved",
      "Every import leads somewhere.",
      {},
      { couldNotResolve: true, pathNot: "^(?:aws-lambda|hast|mdast)$" },
    ),
    forbid(
      "shared-is-alone",
      "Both sides of the wire use it.",
      { path: "^shared/src", pathNot: "\\.test\\.ts$" },
      { pathNot: ["^shared/src", "^node_modules/zod/"] },
    ),
    forbid(
      "rules-are-pure",
      "Rules get clock, ids and randomness passed in; no I/O.",
      { path: "^backend/src/.+/rules\\.ts$" },
      { pathNot: ["^shared/src", "^backend/src/.+/rules\\.ts$"] },
    ),
    forbid(
      "stores-know-the-table",
      "A store knows its items and the table, nothing of the wire.",
      { path: "^backend/src/.+/store\\.ts$" },
      {
        pathNot: [
          "^backend/src/aws/table\\.ts$",
          "^shared/src",
          "/(?:rules|record)\\.ts$",
          "^node_modules/(?:zod|quick-lru)/",
          // Hashes, for keys that must not say whose they are.
          "^(?:node:)?crypto$",
        ],
      },
    ),
    forbid(
      "handlers-are-thin",
      "Handlers and steps see rules, their own store and the wire's types; lambda.ts wires the rest.",
      { path: "^backend/src/.+/(?:handlers|steps|views|starting|closing|entering|rescoring|progress)\\.ts$" },
      { path: ["^backend/src/aws", "/lambda\\.ts$", "^node_modules/@aws-sdk/"] },
    ),
    forbid(
      "slices-share-rules-only",
      "A slice sees another one's rules; only its composition root sees more.",
      {
        path: `^backend/src/(${slices})/`,
        pathNot: "(?:/lambda|/stream|/consumer|/worker|/sweeper|/composition|/testing/.+|\\.test)\\.ts$",
      },
      { path: `^backend/src/${slices}/`, pathNot: [`^backend/src/$1/`, "/(?:rules|record)\\.ts$"] },
    ),
    forbid(
      "aws-in-one-place",
      "The SDK is imported by backend/src/aws alone.",
      { path: "^backend/src", pathNot: ["^backend/src/aws/", "\\.test\\.ts$"] },
      { path: "^node_modules/@aws-sdk/" },
    ),
    forbid(
      "features-are-apart",
      "Features share through components and lib.",
      { path: "^frontend/src/features/([^/]+)/" },
      { path: "^frontend/src/features/", pathNot: "^frontend/src/features/$1/" },
    ),
    forbid(
      "front-end-has-no-schemas",
      "The browser uses the contract's types; zod would cost 25 kB.",
      { path: "^frontend/src", pathNot: "\\.test\\.tsx?$" },
      {
        path: ["^node_modules/zod/", "^shared/src"],
        pathNot: "^shared/src/contract/client\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "infra-deploys-by-path",
      "Infrastructure names back-end files by path; it imports none.",
      { path: "^infra/src" },
      { path: ["^backend/", "^frontend/src", "^scripts/"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["node_modules/\\.", "/dist/", "^cdk\\.out", "frontend/vite\\.config\\.ts"] },
    parser: "swc",
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
