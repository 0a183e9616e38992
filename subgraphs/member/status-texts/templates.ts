import { Refusal } from '@lawang/schema/errors'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { PLACEHOLDERS, STATUS_TEXTS } from '@lawang/schema/words/status-texts'
import { placeholdersIn } from '@lawang/schema/words/text-message'
import { readText } from '../domain/text.ts'

/** A government's words for one status; what it has none of its own for is standard. */
export interface StatusTemplate {
  readonly status: ComplaintStatus
  readonly indonesian: string
  readonly english: string
  readonly standard: boolean
}

/** What a government has set. */
export interface OwnTemplate {
  readonly status: ComplaintStatus
  readonly indonesian?: string
  readonly english?: string
}

/** The template that is used: its own words, and the standard ones where there are none. */
export function templateOf(status: ComplaintStatus, own: OwnTemplate | undefined): StatusTemplate {
  const standard = STATUS_TEXTS[status]
  return {
    status,
    indonesian: own?.indonesian ?? standard.id,
    english: own?.english ?? standard.en,
    standard: own?.indonesian === undefined && own?.english === undefined,
  }
}

const LONGEST = 160

/**
 * Reads a template that a coordinator has written; nothing visible is none. It names the complaint, so that whoever has
 * several knows which one is meant, and nothing that is not filled in. Refuses INVALID_TEMPLATE and TEXT_TOO_LONG.
 */
export function readTemplate(name: string, text: string | undefined): string | undefined {
  const read = text === undefined ? undefined : readText(text, { name, longest: LONGEST, singleLine: true })
  if (read === undefined) return undefined
  const named = placeholdersIn(read)
  const known = new Set<string>(PLACEHOLDERS)
  const unknown = named.find((placeholder) => !known.has(placeholder))
  if (unknown !== undefined || /[{}]/.test(read.replace(/\{\w+\}/g, ''))) {
    throw new Refusal(
      'INVALID_TEMPLATE',
      `${name} has braces around something else than ${PLACEHOLDERS.map((each) => `{${each}}`).join(', ')}.`,
      { field: name },
    )
  }
  if (!named.includes('id')) {
    throw new Refusal('INVALID_TEMPLATE', `${name} does not say which complaint it is about: put {id} into it.`, {
      field: name,
    })
  }
  return read
}
