// Loaded before a server's own code (`node --import`): ends the server when the process that started it is gone,
// however it went. The channel between them is only this: nothing is sent over it.
const GRACE_MS = 5_000

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
process.channel?.unref()
