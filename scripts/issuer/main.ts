import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { loadReference } from '@lawang/member/reference/load'
import { developmentKeyPaths, readKey } from '../development-keys.ts'
import { issuerServer } from './issuer-server.ts'
import { demoPeople } from './people.ts'

const HOST = '127.0.0.1'

/** `node scripts/issuer/main.ts`: the development issuer, on a data folder that has a development key. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  if ([env.NODE_ENV, env.LAWANG_ENVIRONMENT, env.LAWANG_MODE].includes('production')) {
    throw new Error('The development issuer signs in anybody as anybody: production does not start it.')
  }
  const port = Number(env.PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('PORT is not set: it is the port to listen on.')
  const dataFolder = env.LAWANG_DATA ?? '.data'
  const key = await readKey(developmentKeyPaths(dataFolder).privateKey)
  if (!key) throw new Error(`There is no development key in ${dataFolder} yet: start Lawang first (npm start).`)
  const server = issuerServer({
    url: `http://${HOST}:${port}`,
    key,
    people: demoPeople(loadReference()),
    redirectUris: (env.LAWANG_SIGN_IN_REDIRECTS ?? '').split(',').filter((uri) => uri !== ''),
    cookieKeys: [randomBytes(32).toString('base64url')],
  })
  server.listen(port, HOST)
  await once(server, 'listening')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))
  console.log(`Development issuer ready at http://${HOST}:${port}`)
}

try {
  await main(process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
