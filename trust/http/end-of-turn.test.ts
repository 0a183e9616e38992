import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { endsOfTurns } from './end-of-turn.ts'

test('what waits in one turn takes each step together, in the order in which it came', async () => {
  const endOfTurn = endsOfTurns()
  const done: string[] = []
  const take = async (name: string) => {
    await endOfTurn()
    done.push(`${name} verified`)
    await undefined
    done.push(`${name} answered`)
  }
  await Promise.all(['a', 'b', 'c'].map(take))
  const step = (what: string) => ['a', 'b', 'c'].map((name) => `${name} ${what}`)
  expect(done).toEqual([...step('verified'), ...step('answered')])
})

test('what comes in a later turn is not waited for', async () => {
  const endOfTurn = endsOfTurns()
  const done: string[] = []
  const first = endOfTurn().then(() => done.push('first'))
  const later = new Promise<void>((resolve) => {
    setImmediate(() => {
      expect(done).toEqual(['first'])
      endOfTurn().then(() => resolve())
    })
  })
  await first
  await later
})

test('a server goes on though every request waits for the end of its turn', async () => {
  const endOfTurn = endsOfTurns()
  const server = createServer(async (_request, response) => {
    await endOfTurn()
    response.end('taken')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8')
  for (let turn = 0; turn < 3; turn++) {
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    const [answer] = await once(socket, 'data')
    expect(answer).toContain('taken')
  }
  socket.destroy()
  server.close()
})
