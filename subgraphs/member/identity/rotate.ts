import type { Database } from '../store/database.ts'
import type { KeyPort } from './key-port.ts'

/** Data keys that are read at once. */
const PAGE = 200

interface Row {
  readonly complaint: string
  readonly key_id: string
  readonly wrapped_key: Uint8Array
}

/**
 * Wraps every data key anew that is under another master key than the present one, and says how many. The sealed
 * records stay as they are. It may run beside the server and be interrupted: the next run goes on. When it has ended,
 * the older master keys may be destroyed.
 */
export async function rotateMasterKey(
  database: Database,
  keys: KeyPort,
  onProgress: (rewrapped: number) => void = () => undefined,
): Promise<number> {
  const current = await keys.currentKeyId()
  let rewrapped = 0
  for (let after = ''; ; ) {
    const rows = await database.query<Row>('SELECT * FROM identity.wrapped_otherwise($1, $2, $3)', [
      current,
      after,
      PAGE,
    ])
    for (const { complaint, key_id, wrapped_key } of rows) {
      const dataKey = await keys.unwrap(complaint, { keyId: key_id, bytes: wrapped_key })
      const wrapped = await keys.wrap(complaint, dataKey)
      dataKey.fill(0)
      const [done] = await database.query<{ done: boolean }>('SELECT identity.rewrap($1, $2, $3, $4) AS done', [
        ...[complaint, Buffer.from(wrapped_key), wrapped.keyId, Buffer.from(wrapped.bytes)],
      ])
      if (done?.done) rewrapped += 1
    }
    const last = rows.at(-1)
    if (!last) return rewrapped
    onProgress(rewrapped)
    after = last.complaint
  }
}
