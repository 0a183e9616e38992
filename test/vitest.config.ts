import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Vitest resolves graphql to its ES module, dependencies to the CommonJS one: two copies do not accept each other.
const resolve = { alias: { graphql: fileURLToPath(import.meta.resolve('graphql/index.js')) } }

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'operations',
          include: ['operations/**/*.test.ts'],
          globalSetup: ['operations/start-network.ts'],
          // One network serves all files, and some of them count what others would add.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'access',
          include: ['access/**/*.test.ts'],
          globalSetup: ['operations/start-network.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'acceptance',
          include: ['acceptance/**/*.test.ts'],
          globalSetup: ['operations/start-network.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'attacks',
          include: ['attacks/*.test.ts'],
          globalSetup: ['operations/start-network.ts'],
          // Each file asserts that nothing changes meanwhile.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve,
        test: {
          name: 'others',
          exclude: ['attacks/*.test.ts', 'operations/**', 'access/**', 'acceptance/**', '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
