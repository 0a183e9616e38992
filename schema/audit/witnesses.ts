import { sha256Hex } from '../digest.ts'
import type { MemberEntry } from '../network.ts'
import { superiors } from '../region.ts'

/** How many others keep a member's heads. */
export const WITNESSES = 2

/**
 * Who keeps a member's heads: the hub's member, and the member of the nearest government above its own. Where these are
 * one, or the member itself, others take their place in an order that is drawn by the names, so that everybody who has the
 * registry knows them. Fewer than two in a network of fewer than three.
 */
export function witnessesOf(member: string, members: readonly MemberEntry[]): readonly MemberEntry[] {
  const own = members.find(({ name }) => name === member)
  if (!own) return []
  const others = members.filter((other) => other !== own)
  const hub = others.filter(({ tier }) => tier === 'NATIONAL')
  const above = own.governments.flatMap(superiors)
  const parents = above.flatMap((government) => others.filter(({ governments }) => governments.includes(government)))
  const drawn = others.toSorted((a, b) => (drawnBy(member, a) < drawnBy(member, b) ? -1 : 1))
  return [...new Set([...hub, ...parents, ...drawn])].slice(0, WITNESSES)
}

function drawnBy(member: string, { name }: MemberEntry): string {
  return sha256Hex(`lawang witness 1\n${member}\n${name}`)
}
