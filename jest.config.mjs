/** Everything runs as native ES modules; swc only strips types. Checks that are not tests run before (scripts/src/test.ts). */
const swc = {
  jsc: {
    parser: { syntax: "typescript", tsx: true },
    target: "es2024",
    transform: { react: { runtime: "automatic" } },
  },
  module: { type: "es6" },
};

const common = {
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "^.+\\.tsx?$": ["@swc/jest", swc] },
  testEnvironment: "node",
};

/** @type {import("jest").Config} */
export default {
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/{shared,backend,frontend,infra,scripts}/src/**/*.test.{ts,tsx}"],
      testPathIgnorePatterns: ["\\.cloud\\.test\\.ts$", "\\.browser\\.test\\.ts$"],
    },
    {
      ...common,
      displayName: "cloud",
      testMatch: ["<rootDir>/*/src/**/*.cloud.test.ts", "<rootDir>/*/src/**/*.browser.test.ts"],
      globalSetup: "<rootDir>/scripts/src/testing/start-cloud.ts",
      globalTeardown: "<rootDir>/scripts/src/testing/stop-cloud.ts",
    },
  ],
};
