import DataLoader from 'dataloader'
import type { Agency, Answer, AnswerDraft, CaseRecord, ComplaintRecord, JourneyStep, Replies } from '../domain/model.ts'
import type { Timeline } from '../domain/timeline.ts'
import type { MemberServices } from '../ports.ts'

/** One request's loaders: what is asked for in one turn is fetched in one query, and only once. Keys are canonical ids. */
export interface Loaders {
  readonly complaint: DataLoader<string, ComplaintRecord | undefined>
  readonly journey: DataLoader<string, readonly JourneyStep[]>
  readonly answers: DataLoader<string, readonly Answer[]>
  readonly replies: DataLoader<string, Replies>
  readonly secured: DataLoader<string, boolean>
  readonly case: DataLoader<string, CaseRecord | undefined>
  readonly timeline: DataLoader<string, Timeline | undefined>
  readonly draft: DataLoader<string, AnswerDraft | undefined>
  readonly caseReplies: DataLoader<string, Replies>
  readonly agency: DataLoader<string, Agency | undefined>
  readonly openCases: DataLoader<string, number>
}

export function createLoaders({ complaints, cases, agencies }: MemberServices): Loaders {
  return {
    complaint: new DataLoader((ids) => complaints.byIds(ids)),
    journey: new DataLoader((ids) => complaints.journeysOf(ids)),
    answers: new DataLoader((ids) => complaints.answersOf(ids)),
    replies: new DataLoader((ids) => complaints.repliesOf(ids)),
    secured: new DataLoader((ids) => complaints.areSecured(ids)),
    case: new DataLoader((ids) => cases.byIds(ids)),
    timeline: new DataLoader((ids) => cases.timelinesOf(ids)),
    draft: new DataLoader((ids) => cases.draftsOf(ids)),
    caseReplies: new DataLoader((ids) => cases.repliesOf(ids)),
    agency: new DataLoader((ids) => agencies.byIds(ids)),
    openCases: new DataLoader((ids) => agencies.openCases(ids)),
  }
}

/** Forgets what was loaded: a mutation has changed it, and the next one of the same request must not see it as it was. */
export function forgetLoaded(loaders: Loaders): void {
  for (const loader of Object.values(loaders)) loader.clearAll()
}
