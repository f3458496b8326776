import { synthesize } from "../../synth.ts";

// What is deployed to the stage "dev", without cdk-nag, which `npm run synth` and the tests run.
await synthesize({ stage: "dev", nag: false });
