import { defineConfig } from "vitest/config";

const limits = { testTimeout: 30_000, hookTimeout: 60_000, setupFiles: ["test/support/seed.ts"] };

// Two projects, so that an engine is started once, and only when a test that needs one is to run.
const withEngine = ["test/docker/**/*.test.ts", "test/rehearse/container.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: "main",
          include: ["test/**/*.test.ts"],
          exclude: withEngine,
          ...limits,
        },
      },
      {
        test: {
          name: "docker",
          include: withEngine,
          globalSetup: ["test/support/docker-setup.ts"],
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
