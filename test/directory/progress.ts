const EVERY_MS = 5_000

/** Says every few seconds how far a load is, and how long the rest will take at this pace. */
export function progressOf(total: number, say: (line: string) => void): (loaded: number) => void {
  const began = performance.now()
  let said = began
  return (loaded) => {
    const now = performance.now()
    if (now - said < EVERY_MS && loaded < total) return
    said = now
    const left = ((now - began) / loaded) * (total - loaded)
    say(`${loaded} of ${total} loaded, ${Math.round(left / 1000)} s left`)
  }
}
