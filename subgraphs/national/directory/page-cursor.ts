import { isCivilDay } from '@lawang/member/domain/civil-day'
import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'

/** The place of a row in the directory's order: newest first, then by id. `filedAt` is exact to the microsecond. */
export interface Place {
  readonly filedAt: string
  readonly complaint: string
}

const LIST = 'directory'
const FORM = /^directory\|(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)\|([0-9A-Z-]+)$/

/** The opaque cursor of a row. */
export function formatPageCursor({ filedAt, complaint }: Place): string {
  return Buffer.from(`${LIST}|${filedAt}|${complaint}`).toString('base64url')
}

/** Refuses INVALID_CURSOR what the directory has not given. */
export function parsePageCursor(cursor: string): Place {
  const [, filedAt, complaint] = FORM.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const isPlace =
    filedAt !== undefined &&
    complaint !== undefined &&
    isCivilDay(filedAt.slice(0, 10)) &&
    !Number.isNaN(Date.parse(filedAt)) &&
    parseId(complaint).form === 'valid'
  if (!isPlace) throw new Refusal('INVALID_CURSOR')
  return { filedAt, complaint }
}
