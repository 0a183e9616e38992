import { openMarkFile } from '@lawang/member/exchange/mark-file'
import { integerFrom, MalformedMessage, type Parse, record } from '@lawang/schema/exchange/parse'

/** What the hub keeps outside its database. A database that lies behind it is a restored backup. */
export interface HubHighWater {
  readonly incarnation: number
  /** The hub's clock at a commit. */
  readonly clock: number
}

export interface HighWaterFile {
  /** Undefined when there is none, or none that can be understood: both are as if it was lost. */
  read(): Promise<HubHighWater | undefined>
  /** Resolves when this mark, or a later one, is on the disk. */
  keep(mark: HubHighWater): Promise<void>
  close(): Promise<void>
}

const clock: Parse<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new MalformedMessage(path, 'a number')
}
const highWater = record<HubHighWater>({ incarnation: integerFrom(1), clock })

/** The file at `path`. Marks that come while one is being written are written together, and each once. */
export function openHighWaterFile(path: string): HighWaterFile {
  const file = openMarkFile(path)
  let newest: HubHighWater | undefined
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  /** The mark that is being written, or was written last. */
  let begun: { readonly mark: HubHighWater; readonly done: Promise<void> } | undefined

  async function write(): Promise<void> {
    if (newest && next) begun = { mark: newest, done: next }
    next = undefined
    try {
      await file.write(JSON.stringify(newest))
    } catch (error) {
      begun = undefined
      throw error
    }
  }

  return {
    async read() {
      const text = await file.read()
      return text === undefined ? undefined : understand(text)
    },
    keep(mark) {
      if (begun && covers(begun.mark, mark)) return begun.done
      if (!newest || mark.clock > newest.clock) newest = mark
      if (!next) {
        next = running.then(write, write)
        running = next
      }
      return next
    },
    close: () => running.then(file.close, file.close),
  }
}

function covers(written: HubHighWater, mark: HubHighWater): boolean {
  return written.clock >= mark.clock && written.incarnation >= mark.incarnation
}

function understand(text: string): HubHighWater | undefined {
  try {
    return highWater(JSON.parse(text), 'mark')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedMessage) return undefined
    throw error
  }
}
