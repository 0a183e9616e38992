import { flushCompileCache } from 'node:module'

// Loaded before a server's own code (`node --import`): a server that is killed leaves what it has compiled to the next one,
// as one that ends by itself does.
const COMPILED_MS = 5_000

setTimeout(() => flushCompileCache(), COMPILED_MS).unref()
