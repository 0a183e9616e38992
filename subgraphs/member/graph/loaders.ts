import DataLoader from 'dataloader'
import type { Attachment } from '../attachments/attachments.ts'
import type { CountedChannel } from '../channels/model.ts'
import type {
  Agency,
  Answer,
  AnswerDraft,
  CaseRecord,
  ComplaintRecord,
  JourneyStep,
  PendingHandover,
  Replies,
} from '../domain/model.ts'
import type { Relations } from '../domain/relations.ts'
import type { Timeline } from '../domain/timeline.ts'
import type { WhyHere } from '../domain/why-here.ts'
import type { Flag } from '../flags/open-flags.ts'
import type { CaseAct } from '../mandates/case-act-log.ts'
import type { MemberServices, Moment } from '../ports.ts'
import type { StatusTemplate } from '../status-texts/templates.ts'

/** One request's loaders: what is asked for in one turn is fetched in one query, and only once. Keys are canonical ids. */
export interface Loaders {
  readonly complaint: DataLoader<string, ComplaintRecord | undefined>
  readonly journey: DataLoader<Moment, readonly JourneyStep[], string>
  readonly answers: DataLoader<Moment, readonly Answer[], string>
  readonly replies: DataLoader<Moment, Replies, string>
  readonly whyHere: DataLoader<Moment, WhyHere | undefined, string>
  readonly relations: DataLoader<Moment, Relations, string>
  readonly followers: DataLoader<string, number>
  readonly secured: DataLoader<string, boolean>
  readonly case: DataLoader<string, CaseRecord | undefined>
  readonly timeline: DataLoader<string, Timeline | undefined>
  readonly draft: DataLoader<string, AnswerDraft | undefined>
  readonly caseReplies: DataLoader<string, Replies>
  readonly pendingHandover: DataLoader<string, PendingHandover | undefined>
  readonly agency: DataLoader<string, Agency | undefined>
  readonly attachments: DataLoader<string, readonly Attachment[]>
  readonly flags: DataLoader<string, readonly Flag[]>
  readonly openCases: DataLoader<string, number>
  readonly acts: DataLoader<string, readonly CaseAct[]>
  /** By complaint. */
  readonly channel: DataLoader<string, CountedChannel | undefined>
  /** By government. */
  readonly statusTemplates: DataLoader<string, readonly StatusTemplate[]>
}

export function createLoaders(services: MemberServices): Loaders {
  const { complaints, cases, agencies, mandates, attachments, flags, channels, statusTexts, manyAboutOne } = services
  return {
    complaint: new DataLoader((ids) => complaints.byIds(ids)),
    journey: new DataLoader((moments) => complaints.journeysOf(moments), { cacheKeyFn: nameOf }),
    answers: new DataLoader((moments) => complaints.answersOf(moments), { cacheKeyFn: nameOf }),
    replies: new DataLoader((moments) => complaints.repliesOf(moments), { cacheKeyFn: nameOf }),
    whyHere: new DataLoader((moments) => complaints.whyHereOf(moments), { cacheKeyFn: nameOf }),
    relations: new DataLoader((moments) => complaints.relationsOf(moments), { cacheKeyFn: nameOf }),
    followers: new DataLoader((ids) => manyAboutOne.followersOf(ids)),
    secured: new DataLoader((ids) => complaints.areSecured(ids)),
    case: new DataLoader((ids) => cases.byIds(ids)),
    timeline: new DataLoader((ids) => cases.timelinesOf(ids)),
    draft: new DataLoader((ids) => cases.draftsOf(ids)),
    caseReplies: new DataLoader((ids) => cases.repliesOf(ids)),
    pendingHandover: new DataLoader((ids) => cases.pendingHandovers(ids)),
    agency: new DataLoader((ids) => agencies.byIds(ids)),
    attachments: new DataLoader((ids) => attachments.ofComplaints(ids)),
    flags: new DataLoader((ids) => flags.ofComplaints(ids)),
    openCases: new DataLoader((ids) => agencies.openCases(ids)),
    acts: new DataLoader((ids) => mandates.actsOf(ids)),
    channel: new DataLoader((ids) => channels.ofComplaints(ids)),
    statusTemplates: new DataLoader((governments) => statusTexts.ofGovernments(governments)),
  }
}

function nameOf({ id, tip = '' }: Moment): string {
  return `${id} ${tip}`
}

/** Forgets what was loaded: a mutation has changed it, and the next one of the same request must not see it as it was. */
export function forgetLoaded(loaders: Loaders): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}
