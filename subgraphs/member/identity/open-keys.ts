import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type KeyPort, KeysUnavailable } from './key-port.ts'
import { createKeyRing, parseKeyRing } from './key-ring.ts'
import { KEY_BYTES } from './seal.ts'
import { createTransitKeys } from './transit-keys.ts'

/** Where a server's master keys are, as its settings say. */
export type IdentityKeySource =
  | { readonly from: 'FILE'; readonly path: string }
  | { readonly from: 'RING'; readonly text: string }
  | { readonly from: 'TRANSIT'; readonly url: string; readonly key: string; readonly tokenPath: string }

const TRANSIT_TIMEOUT_MS = 5_000

/**
 * Opens the key port that the settings name. A key file that is missing is made only where nothing is sealed yet
 * (`isEmpty`): a lost key that was silently replaced would be noticed when it is too late. Throws `KeysUnavailable`.
 */
export async function openIdentityKeys(source: IdentityKeySource, isEmpty: () => Promise<boolean>): Promise<KeyPort> {
  switch (source.from) {
    case 'RING':
      return createKeyRing(parseKeyRing(source.text), randomBytes)
    case 'FILE':
      return createKeyRing(parseKeyRing(await readRing(source.path, isEmpty)), randomBytes)
    case 'TRANSIT': {
      const { url, key, tokenPath } = source
      const token = async () => (await readFile(tokenPath, 'utf8')).trim()
      return createTransitKeys({ url, key, token, timeoutMs: TRANSIT_TIMEOUT_MS })
    }
  }
}

async function readRing(path: string, isEmpty: () => Promise<boolean>): Promise<string> {
  if (!existsSync(path)) {
    if (!(await isEmpty())) {
      throw new KeysUnavailable(
        `The identity key file ${path} is missing, and identities are sealed with it: put it back from its backup.`,
      )
    }
    makeRing(path)
  }
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new KeysUnavailable(`The identity key file ${path} cannot be read.`, { cause })
  }
}

/** Of two processes that start at once, the second reads what the first has written. */
function makeRing(path: string): void {
  const line = `k1:${randomBytes(KEY_BYTES).toString('hex')}\n`
  try {
    writeFileSync(path, line, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return
    throw new KeysUnavailable(`The identity key file ${path} cannot be written.`, { cause })
  }
}
