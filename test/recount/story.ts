import { agencyOf, DOSSIER, filed, newId } from '@lawang/national/hub/testing/messages'
import { nextEvent } from '@lawang/schema/exchange/chain'
import type {
  AgencyName,
  ChainEvent,
  ChainEventType,
  ComplaintStatus,
  EventData,
  Grant,
  LogMessage,
} from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { pick, type Random } from '../simulation/random.ts'

/** Where stories happen: chance, the governments, and the agency of each that cases are assigned to. */
export interface World {
  readonly random: Random
  readonly governments: readonly GovernmentCode[]
  readonly agencies: ReadonlyMap<GovernmentCode, AgencyName>
}

/** One complaint whose life is made up as it goes; its messages go through a real hub. */
export interface Story {
  readonly complaint: string
  readonly chain: readonly ChainEvent[]
  readonly epoch: number
  readonly by: GovernmentCode
  /** The case of who has it now, and when it was opened. */
  readonly case: string
  readonly openedAt: string
  /** A handover that was asked for and not yet granted or withdrawn. */
  readonly isOffered: boolean
  /** Steps that are still to come. */
  readonly left: number
}

/** A story after a step, and the message that tells the hub of it. */
export interface Told {
  readonly story: Story
  readonly message: LogMessage
}

/** The empty one stands for none. */
const CATEGORIES = ['public-works.roads', 'energy.electricity', 'labour', 'health.public-health', '']
const LOCATIONS = ['64.08.04.2001', '64.08.04.2003', '64.08', '72.71', '']
const HOUR = 3_600_000
const BEGINNING = Date.parse('2026-01-25T00:00:00Z')

export function begin({ random, governments }: World): Told {
  const door = pick(random, governments)
  const category = pick(random, CATEGORIES)
  const location = pick(random, LOCATIONS)
  const filedAt = new Date(BEGINNING + Math.floor(random() * 30 * 24) * HOUR).toISOString()
  const confidential = random() < 0.2
  const message = filed(door, {
    filedAt,
    confidential,
    category: category === '' ? undefined : category,
    ...(location === '' ? {} : { location }),
    ...(random() < 0.1 ? { receivedAt: '2026-01-10' } : {}),
  })
  const { complaint, event } = message
  const left = 2 + Math.floor(random() * 8)
  const opened = { case: newId('case', door), openedAt: filedAt }
  return { story: { complaint, chain: [event], epoch: 1, by: door, ...opened, isOffered: false, left }, message }
}

/** What an officer, a reporter or time does next; undefined when the story is over, or waits for the hub. */
export function goOn(story: Story, { random, governments, agencies }: World): Told | undefined {
  if (story.left === 0 || story.isOffered) return undefined
  const isOver = ['CLOSED', 'ARCHIVED'].includes(last(story).data.status)
  if (!isOver && random() < 0.3) {
    const to = pick(
      random,
      governments.filter((each) => each !== story.by),
    )
    return askFor(to, story, random)
  }
  const [type, data] = pick(random, isOver ? AFTERWARDS : ACTS)
  const change =
    type === 'VERIFIED' && random() < 0.5
      ? { category: pick(random, CATEGORIES.slice(0, -1)), title: 'Judul lain' }
      : {}
  const agency = type === 'ASSIGNED' ? { handledBy: agencies.get(story.by) } : {}
  return tell({ ...story, left: story.left - 1 }, random, type, { ...data, ...change, ...agency })
}

const status = (of: ComplaintStatus) => ({ status: of })
const ACTS: readonly (readonly [ChainEventType, Partial<EventData>])[] = [
  ['VERIFIED', status('VERIFIED')],
  ['ASSIGNED', status('VERIFIED')],
  ['STARTED', status('IN_PROGRESS')],
  ['ANSWERED', status('ANSWERED')],
  ['ANSWERED', status('ANSWERED')],
  ['REPLIED', status('IN_PROGRESS')],
  ['CLOSED', { ...status('CLOSED'), reason: 'CLOSED_BY_SILENCE' }],
  ['CLOSED', { ...status('CLOSED'), reason: 'WITHDRAWN' }],
  ['ARCHIVED', status('ARCHIVED')],
]
const AFTERWARDS: readonly (readonly [ChainEventType, Partial<EventData>])[] = [
  ['REOPENED', status('IN_PROGRESS')],
  ['RATED', {}],
]

/** The receiver's taking over of what it was granted. */
export function take(story: Story, { to, from, epoch, why }: Grant, { random }: World): Told {
  const handledBy = agencyOf(to)
  const opened = { case: newId('case', to), openedAt: later(story, random) }
  const taken = { ...story, ...opened, by: to, epoch, isOffered: false }
  const event = eventOf(taken, random, to === from ? 'RESUMED' : 'HANDED_OVER', { from, to, why, handledBy })
  const { complaint } = story
  const message: LogMessage =
    event.type === 'RESUMED'
      ? { type: 'Resumed', complaint, epoch, event }
      : { type: 'Taken', complaint, epoch, by: to, event }
  return { story: { ...taken, chain: [...story.chain, event] }, message }
}

/** The giver goes on with what nobody took. */
export function resume(story: Story, { random }: World): Told {
  const event = eventOf(story, random, 'RESUMED', {})
  const { complaint, epoch } = story
  return {
    story: { ...story, isOffered: false, chain: [...story.chain, event] },
    message: { type: 'Resumed', complaint, epoch, event },
  }
}

function askFor(to: GovernmentCode, story: Story, random: Random): Told {
  const event = eventOf(story, random, 'HANDOVER_REQUESTED', { to, reason: 'Bukan kewenangan kami' })
  const { complaint, epoch } = story
  const request = { request: event.id, to, reason: 'Bukan kewenangan kami', dossier: DOSSIER }
  return {
    story: { ...story, isOffered: true, left: story.left - 1, chain: [...story.chain, event] },
    message: { type: 'HandoverRequested', complaint, epoch, ...request, event },
  }
}

function tell(story: Story, random: Random, type: ChainEventType, data: Partial<EventData>): Told {
  const event = eventOf(story, random, type, data)
  const { complaint } = story
  return { story: { ...story, chain: [...story.chain, event] }, message: { type: 'Event', complaint, event } }
}

function eventOf(story: Story, random: Random, type: ChainEventType, data: Partial<EventData>): ChainEvent {
  const before = last(story).data
  const handledBy = data.handledBy ?? before.handledBy
  const copy = { id: story.case, status: 'OPEN' as const, openedAt: story.openedAt, agency: handledBy }
  return nextEvent(story.chain, story.complaint, story.epoch, {
    id: `${story.complaint}-${story.epoch}-${story.chain.length}`,
    type,
    at: type === 'HANDED_OVER' ? story.openedAt : later(story, random),
    by: story.by,
    data: { status: before.status, handledBy, case: copy, ...data },
  })
}

function later(story: Story, random: Random): string {
  return new Date(Date.parse(last(story).at) + Math.floor(random() * 120) * HOUR).toISOString()
}

function last({ chain }: Story): ChainEvent {
  const event = chain.at(-1)
  if (!event) throw new Error('A story begins with its filing')
  return event
}
