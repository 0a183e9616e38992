import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Vitest resolves graphql to its ES module, dependencies to the CommonJS one: two copies do not accept each other.
  resolve: { alias: { graphql: fileURLToPath(import.meta.resolve('graphql/index.js')) } },
})
