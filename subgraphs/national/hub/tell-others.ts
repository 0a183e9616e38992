import { mailSubject } from '@lawang/member/nudge/nudged-hub'
import type { Nudges } from '@lawang/member/nudge/nudges'
import type { Hub } from './hub.ts'

/** The subject by which other processes on the hub's database are told which rows of the feed are shown. */
export const FEED_SUBJECT = 'feed'

/** Tells other processes what is new at the hub: how far the feed is shown, and who has mail. Returns what ends it. */
export function tellOthers(hub: Pick<Hub, 'publication' | 'network' | 'onWake'>, nudges: Nudges): () => void {
  const { publication, network } = hub
  const ends = network.members.map(({ name }) => {
    let times = 0
    return hub.onWake(name, () => {
      times += 1
      nudges.tell(mailSubject(name), String(times))
    })
  })
  ends.push(publication.wakes.onWake(() => nudges.tell(FEED_SUBJECT, String(publication.newest()))))
  return () => {
    for (const end of ends) end()
  }
}
