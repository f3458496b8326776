import { synthesize } from "../../synth.ts";

// What is deployed to the stage "dev" with a sender of mail, so that the outbox shows what people would get; without
// cdk-nag, which `npm run synth` and the tests run.
await synthesize({ stage: "dev", mailFrom: "lyceum@example.com", nag: false });
