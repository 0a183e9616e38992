import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Databases are made and filled in tests and hooks; on a busy machine that takes its time.
  test: { testTimeout: 60_000, hookTimeout: 60_000 },
  // Vitest resolves graphql to its ES module, dependencies to the CommonJS one: two copies do not accept each other.
  resolve: { alias: { graphql: fileURLToPath(import.meta.resolve('graphql/index.js')) } },
})
