import type { MemberEntry } from '@lawang/schema/network'
import type { IntroduceSocket } from '../subscribe/member-sockets.ts'
import { targetAt } from './introduced-send.ts'
import type { Introduce } from './introduction.ts'

/** Introduces sockets to members as requests are: the upgrade is signed, and carries the assertion for the socket. */
export function socketIntroduction(introduce: Introduce, members: () => readonly MemberEntry[]): IntroduceSocket {
  return (url, authorization) => {
    const member = memberAt(url, members())
    if (!member) throw new Error('The registry has no member at this address')
    const introduction = introduce.inFull({
      ...targetAt(url),
      member: member.name,
      method: 'GET',
      body: undefined,
      authorization,
      headers: {},
    })
    return introduction instanceof Promise ? introduction.then(({ fields }) => fields) : introduction.fields
  }
}

/** The member whose endpoint is at a url, or that of a process which streams beside it. */
export function memberAt(url: string, members: readonly MemberEntry[]): MemberEntry | undefined {
  return members.find((entry) => [entry.url, ...(entry.streams ?? [])].some((base) => url === `${base}/graphql`))
}
