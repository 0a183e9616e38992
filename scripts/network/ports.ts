import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const HOST = '127.0.0.1'
/**
 * Where free ports are looked for: below those that systems give to outgoing connections (32,768 and up on Linux, 49,152 on others), of
 * which one can be taken between the looking and the listening.
 */
const [LOWEST, HIGHEST] = [20_000, 32_767]
const TRIES = 100

/** Whether a server could listen there now. Port 0 is always free. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, HOST, () => server.close(() => resolve(true)))
  })
}

/** A port that is free now; somebody may still be faster. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(LOWEST, HIGHEST + 1)
    if (await isPortFree(port)) return port
  }
  throw new Error(`No port is free on ${HOST}.`)
}
