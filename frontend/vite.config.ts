import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig(({ command }) => {
  // Whoever starts the build may have said something else, such as a test runner; React would build its slow half.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    root: import.meta.dirname,
    plugins: [react()],
    build: {
      outDir: "dist",
      emptyOutDir: true,
      manifest: true,
      target: "baseline-widely-available",
      // The content security policy allows no data: URLs, so that fonts and images stay files.
      assetsInlineLimit: 0,
    },
  };
});
