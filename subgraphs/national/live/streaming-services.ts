import type { Reference } from '@lawang/member/domain/model'
import type { Feed, MemberServices } from '@lawang/member/ports'
import { Refusal } from '@lawang/schema/errors'

/** What a process has that streams and does nothing else: it hosts no government, so that nothing is asked of it but the feed. */
export function streamingServices(reference: Reference, feed: Feed): MemberServices {
  const refuseAtOnce = (): never => {
    throw new Refusal('UNKNOWN_JURISDICTION', 'This server streams the feed only.')
  }
  const refuse = async (): Promise<never> => refuseAtOnce()
  return {
    reference,
    feed,
    governments: [],
    complaints: {
      byIds: refuse,
      journeysOf: refuse,
      answersOf: refuse,
      repliesOf: refuse,
      relationsOf: refuse,
      whyHereOf: refuse,
      areSecured: refuse,
    },
    cases: {
      byIds: refuse,
      page: refuse,
      pendingHandovers: refuse,
      timelinesOf: refuse,
      draftsOf: refuse,
      repliesOf: refuse,
    },
    agencies: { byIds: refuse, ofGovernment: refuse, openCases: refuse },
    fileComplaint: refuse,
    actOnCase: refuse,
    actAsReporter: refuse,
    suggestCategories: refuse,
    manyAboutOne: {
      ...{ merge: refuse, split: refuse, cluster: refuse, suggestMerges: refuse },
      ...{ follow: refuse, unfollow: refuse, followersOf: refuse },
    },
    withdrawHandover: refuse,
    reporters: {
      handleOf: refuseAtOnce,
      read: refuse,
      recognise: refuse,
      personalData: refuse,
      correct: refuse,
      erase: refuse,
      disclosures: refuse,
    },
    attachments: {
      uploadLink: refuse,
      readLink: refuseAtOnce,
      ofComplaints: refuse,
      receive: refuse,
      read: refuse,
      erase: refuse,
    },
    flags: { flag: refuse, ofDoor: refuse, ofComplaints: refuse },
    channels: { ofDoor: refuse, register: refuse, close: refuse, ofComplaints: refuse },
    statusTexts: { ofGovernments: refuse, set: refuse },
    // Rights that hold at the nation do not end here: whoever asks the member itself is judged by its decrees.
    mandates: {
      judge: (actor) => actor,
      ofGovernment: refuseAtOnce,
      registeredAt: refuse,
      withoutOperator: refuseAtOnce,
      onChange: () => () => {},
      register: refuse,
      end: refuse,
      moveSecretariat: refuse,
      actsOf: refuse,
    },
    freshness: () => ({ asOf: new Date(0) }),
  }
}
