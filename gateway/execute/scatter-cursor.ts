import { Refusal } from '@lawang/schema/errors'

/** How far each government's list has been read: the cursor that its member gave with the last row taken from it. */
export type Positions = ReadonlyMap<string, string>

const MOST_BYTES = 64 * 1024

/** The opaque cursor of these positions: governments of one position stand together. */
export function formatPositions(positions: Positions): string {
  const governments = new Map<string, string[]>()
  for (const [government, cursor] of positions) {
    const known = governments.get(cursor)
    if (known) known.push(government)
    else governments.set(cursor, [government])
  }
  return Buffer.from(JSON.stringify([...governments])).toString('base64url')
}

/** Refuses `INVALID_CURSOR` what `formatPositions` has not given. */
export function parsePositions(cursor: unknown): Positions {
  if (typeof cursor !== 'string' || cursor.length > MOST_BYTES) throw new Refusal('INVALID_CURSOR')
  const positions = new Map<string, string>()
  for (const [position, governments] of readGroups(cursor)) {
    for (const government of governments) positions.set(government, position)
  }
  return positions
}

function readGroups(cursor: string): readonly (readonly [string, readonly string[]])[] {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new Refusal('INVALID_CURSOR')
  }
  if (!Array.isArray(read)) throw new Refusal('INVALID_CURSOR')
  return read.map((group: unknown) => {
    const [position, governments]: readonly unknown[] = Array.isArray(group) ? group : []
    if (typeof position !== 'string' || !isTexts(governments)) throw new Refusal('INVALID_CURSOR')
    return [position, governments]
  })
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
