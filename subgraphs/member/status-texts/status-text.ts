import { Refusal } from '@lawang/schema/errors'
import { ENUM_WORDS } from '@lawang/schema/words/enums'
import { TEXT_MESSAGE, writeTextMessage } from '@lawang/schema/words/text-message'
import { type Language, wordsIn } from '@lawang/schema/words/words'
import { civilDayOf } from '../domain/civil-day.ts'
import type { ComplaintRecord } from '../domain/model.ts'
import type { StatusTemplate } from './templates.ts'

/**
 * The status of a complaint as a text message, by its government's template. No word of what was filed and nobody's
 * name is in it: who reads the telephone may not be who reported. Refuses BAD_USER_INPUT for another length than 40 to 160.
 */
export function statusText(
  complaint: Pick<ComplaintRecord, 'id' | 'door' | 'status' | 'handledBy' | 'case'>,
  template: StatusTemplate,
  { language, longest }: { readonly language: Language; readonly longest: number },
): string {
  if (longest < TEXT_MESSAGE.shortest || longest > TEXT_MESSAGE.longest) {
    throw new Refusal('BAD_USER_INPUT', `maxLength must be from ${TEXT_MESSAGE.shortest} to ${TEXT_MESSAGE.longest}.`, {
      field: 'maxLength',
    })
  }
  const { id, door, status, handledBy, case: handled } = complaint
  const words = ENUM_WORDS.ComplaintStatus?.[status]
  const at = handled?.deadline?.at
  const fillings = {
    id: { long: id },
    status: { long: words ? wordsIn(language, words) : status },
    agency: { long: handledBy.name, short: handledBy.shortName },
    ...(at && { deadline: { long: dayOf(at, door) } }),
  }
  const text = language === 'ID' ? template.indonesian : template.english
  return writeTextMessage(text, fillings, longest)
}

/** As it is written in Indonesia: 31-03-2026. */
function dayOf(at: Date, door: string): string {
  // a deadline is the end of its day: the moment itself is in the next one
  return civilDayOf(new Date(at.getTime() - 1), door)
    .split('-')
    .reverse()
    .join('-')
}
