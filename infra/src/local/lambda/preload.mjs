// Loaded before Lambda's runtime client: gives it our client in place of the native addon that it asks for.
import { registerHooks } from "node:module";

const hooks = registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== "./rapid-client.node") return nextResolve(specifier, context);
    hooks.deregister();
    return {
      url: new URL("./rapid-client.cjs", import.meta.url).href,
      format: "commonjs",
      shortCircuit: true,
    };
  },
});
