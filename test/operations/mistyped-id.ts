import { parseId } from '@lawang/schema/id'

/** The id with another character in its middle, and not one that happens to make an id of another kind. */
export function mistypedId(id: string): string {
  const place = 10
  const spellings = [...'0123456789ABCDEF'].map((other) => `${id.slice(0, place)}${other}${id.slice(place + 1)}`)
  const wrong = spellings.find((spelling) => parseId(spelling).form === 'malformed')
  if (wrong === undefined) throw new Error(`every typing error in ${id} makes an id`)
  return wrong
}
