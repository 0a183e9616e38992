import { connect, createServer } from 'node:net'

// Runs in a network namespace of its own: hands what comes to its address on to a socket in the file system, which all
// namespaces share. `node relay.mjs ADDRESS SOCKET`; prints its port when it listens.
const [address, socket] = process.argv.slice(2)
const server = createServer((asking) => {
  const other = connect(socket ?? '')
  asking.pipe(other)
  other.pipe(asking)
  for (const [one, peer] of [
    [asking, other],
    [other, asking],
  ]) {
    one.on('error', () => {})
    one.once('close', () => peer.destroy())
  }
})
server.listen(0, address, () => console.log(server.address().port))
// Whoever has started it is gone.
process.stdin.resume().on('end', () => process.exit())
