import { createServer } from 'node:net'

const HOST = '127.0.0.1'

/** Whether a server could listen there now. Port 0 is always free. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenBriefly(port)) !== undefined
}

/** A port that the system says is free now; somebody may still be faster. */
export async function findFreePort(): Promise<number> {
  const port = await listenBriefly(0)
  if (port === undefined) throw new Error(`No port is free on ${HOST}.`)
  return port
}

function listenBriefly(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, HOST, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
