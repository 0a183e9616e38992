const ATTEMPTS = 5

/** Starts what takes ports that were free a moment ago: once more where one has become somebody's outgoing connection meanwhile. */
export async function onFreePorts<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes('in use')
      if (!isTaken || attempt === ATTEMPTS) throw error
    }
  }
}
