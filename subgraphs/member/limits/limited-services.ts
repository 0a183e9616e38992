import { Refusal } from '@lawang/schema/errors'
import { governmentOf, isRegionCode } from '@lawang/schema/region'
import type { MemberServices, Reporters } from '../ports.ts'
import type { Asker, Limits } from './limits.ts'

/** The services as this asker may use them: what is limited is counted, or refused with RATE_LIMITED. */
export function limitedServices(
  services: MemberServices,
  asker: Asker,
  limits: Limits,
  now: () => number,
): MemberServices {
  const known =
    <Row>(byIds: (ids: readonly string[]) => Promise<readonly (Row | undefined)[]>) =>
    async (ids: readonly string[]) => {
      limits.lookUp(asker, now())
      const rows = await byIds(ids)
      limits.countUnknown(asker, rows.filter((row) => row === undefined).length, now())
      return rows
    }
  const shown = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked
    } catch (error) {
      if (error instanceof Refusal && error.code === 'RECEIPT_NOT_RECOGNISED') limits.countWrongSecret(asker, now())
      throw error
    }
  }
  const { manyAboutOne } = services
  const follow: MemberServices['manyAboutOne']['follow'] = async (wish, actor) => {
    limits.lookUp(asker, now())
    limits.follow(asker, now())
    try {
      return await manyAboutOne.follow(wish, actor)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'NOT_FOUND') limits.countUnknown(asker, 1, now())
      throw error
    }
  }
  return {
    ...services,
    complaints: { ...services.complaints, byIds: known((ids) => services.complaints.byIds(ids)) },
    cases: { ...services.cases, byIds: known((ids) => services.cases.byIds(ids)) },
    fileComplaint: async (input, actor) => {
      limits.file(asker, hostedDoor(services, input.door), now())
      if (actor.kind !== 'public') return services.fileComplaint(input, actor)
      limits.keys.refuseOther(asker.network, input, now())
      const filed = await services.fileComplaint(input, actor)
      limits.keys.note(asker.network, input, now())
      return filed
    },
    manyAboutOne: { ...manyAboutOne, follow, unfollow: (following) => shown(manyAboutOne.unfollow(following)) },
    actAsReporter: (command) => shown(services.actAsReporter(command)),
    reporters: limitedReporters(services.reporters, shown),
  }
}

function limitedReporters(reporters: Reporters, shown: <T>(asked: Promise<T>) => Promise<T>): Reporters {
  return {
    ...reporters,
    recognise: (receipt) => shown(reporters.recognise(receipt)),
    personalData: (receipt) => shown(reporters.personalData(receipt)),
    correct: (receipt, reporter) => shown(reporters.correct(receipt, reporter)),
    erase: (receipt) => shown(reporters.erase(receipt)),
    disclosures: (asked, actor) => shown(reporters.disclosures(asked, actor)),
  }
}

/** What is no door here is refused later, and fills no memory now. */
function hostedDoor({ governments }: MemberServices, door: string): string | undefined {
  const government = isRegionCode(door) ? governmentOf(door) : undefined
  return government !== undefined && governments.includes(government) ? government : undefined
}
