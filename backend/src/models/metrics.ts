import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { environment } from "../environment.ts";
import type { Listener } from "./composition.ts";

const metrics = new Metrics({
  namespace: "Lyceum",
  serviceName: "models",
  defaultDimensions: { stage: environment("LYCEUM_STAGE") },
});

const tell = (name: "ModelThrottled" | "BreakerOpened"): void => {
  metrics.addMetric(name, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};

/** Tells those who watch when models are throttled, and when one is let alone because it fails: for functions. */
export const modelMetrics: Listener = {
  failed(_, kind) {
    if (kind === "busy") tell("ModelThrottled");
  },
  breakerChanged(_, state) {
    if (state === "open") tell("BreakerOpened");
  },
};
