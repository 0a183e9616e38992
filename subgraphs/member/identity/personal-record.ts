import type { OnBehalf, Reporter } from '../domain/model.ts'

/** Everything that is sealed about the reporter of one complaint. */
export interface PersonalRecord {
  readonly reporter: Reporter
  /** Set where somebody else filed it with the reporter's consent. */
  readonly onBehalf?: OnBehalf
}

const REPORTER_FIELDS = ['name', 'phone', 'email', 'nationalId', 'address'] as const

/** Bytes: ciphertext is as long as what it hides, and the length of a name must not tell people apart. */
const PADDED_TO = 256
const SPACE = 0x20

/** As bytes to be sealed: JSON, filled up with spaces. */
export function encodePersonalRecord({ reporter, onBehalf }: PersonalRecord): Uint8Array {
  const text = JSON.stringify({ reporter, onBehalf })
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array(Math.ceil(bytes.length / PADDED_TO) * PADDED_TO).fill(SPACE)
  padded.set(bytes)
  return padded
}

/** Reads what `encodePersonalRecord` wrote; what it does not know of a later version is left out. */
export function decodePersonalRecord(bytes: Uint8Array): PersonalRecord {
  const fields = textsOf(JSON.parse(new TextDecoder().decode(bytes)))
  const reporter = textsOf(fields.get('reporter'))
  const onBehalf = textsOf(fields.get('onBehalf'))
  const consentAt = onBehalf.get('consentAt')
  const consentBy = onBehalf.get('consentBy')
  return {
    reporter: Object.fromEntries(
      REPORTER_FIELDS.flatMap((name) => {
        const text = reporter.get(name)
        return typeof text === 'string' ? [[name, text]] : []
      }),
    ),
    ...(typeof consentAt === 'string' && typeof consentBy === 'string' ? { onBehalf: { consentAt, consentBy } } : {}),
  }
}

function textsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}
