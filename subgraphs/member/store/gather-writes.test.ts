import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { gatherWrites } from './gather-writes.ts'

/** A connection whose socket notes what each call of the system has carried. */
function recordingConnection() {
  const calls: string[][] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      calls.push([String(chunk)])
      done()
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  return { calls, client: { connection: { stream } } }
}

test('what is written before anything is waited for goes in one call, and nothing is kept back longer', async () => {
  const { calls, client } = recordingConnection()
  const { stream } = client.connection
  const turn = async () => {
    for (const text of ['BEGIN', 'INSERT']) {
      gatherWrites(client)
      stream.write(text)
      await undefined
    }
    stream.write('COMMIT')
  }
  await turn()
  await new Promise((resolve) => setImmediate(resolve))
  expect(calls).toEqual([['BEGIN', 'INSERT', 'COMMIT']])
  stream.write('SELECT')
  expect(calls.at(-1)).toEqual(['SELECT'])
})
