import type { MemberEntry } from '@lawang/schema/network'
import type { IntroduceSocket } from '../subscribe/member-sockets.ts'
import { targetAt } from './introduced-send.ts'
import type { Introduce } from './introduction.ts'

/** Introduces sockets to members as requests are: the upgrade is signed, and carries the assertion for the socket. */
export function socketIntroduction(introduce: Introduce, members: () => readonly MemberEntry[]): IntroduceSocket {
  return (url, authorization) => {
    const isAt = (base: string) => url === `${base}/graphql`
    const member = members().find((entry) => [entry.url, ...(entry.streams ?? [])].some(isAt))
    if (!member) throw new Error('The registry has no member at this address')
    return introduce({
      ...targetAt(url),
      member: member.name,
      method: 'GET',
      body: undefined,
      authorization,
      headers: {},
    })
  }
}
