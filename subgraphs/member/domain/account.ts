import type { Actor } from './model.ts'

/**
 * What tells a bearer from all others: the token's subject, with its issuer where that speaks for some governments only.
 * Each of these gives out names as it likes, and could give somebody the name that another has given.
 */
export function accountOf({ subject, issuer }: Extract<Actor, { kind: 'person' }>): string {
  return issuer === undefined ? subject : JSON.stringify([issuer, subject])
}
