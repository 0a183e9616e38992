/**
 * For a step that many requests need at the same time: those that have come in one turn of the event loop take it one right after the
 * other, and then the next step likewise. To sign or to verify takes three times as long where the processor has done something else in
 * between, because neither the code nor the tables of it are in its caches any more. A request that comes alone waits for nothing but
 * the end of its own turn: what is given resolves when what has come in this one has been read.
 */
export function endsOfTurns(): () => Promise<void> {
  let awaited: Promise<void> | undefined
  return () => {
    awaited ??= new Promise((resolve) => {
      setImmediate(() => {
        awaited = undefined
        resolve()
      })
    })
    return awaited
  }
}
