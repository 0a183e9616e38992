import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Real processes and a real PostgreSQL start here: what hangs must fail, what is slow must not.
  test: { testTimeout: 60_000, hookTimeout: 60_000 },
})
