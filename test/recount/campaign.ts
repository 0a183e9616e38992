import { loadReference } from '@lawang/member/reference/load'
import { createRecaps } from '@lawang/national/directory/recap'
import { driveMember, type HandDriven } from '@lawang/national/hub/testing/hand-driven'
import { agencyOf } from '@lawang/national/hub/testing/messages'
import { startTestHub, TEST_MEMBERS } from '@lawang/national/hub/testing/test-hub'
import type { LogMessage, MailMessage } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { seeded } from '../simulation/random.ts'
import { differences } from './compare.ts'
import { begin, goOn, resume, type Story, type Told, take, type World } from './story.ts'

export interface Campaign {
  readonly histories: number
  /** Histories that are under way at once. */
  readonly batch: number
  readonly seed: number
  readonly progress: (histories: number, events: number) => void
}

export interface CampaignOutcome {
  readonly histories: number
  readonly events: number
  readonly handovers: number
  readonly comparisons: number
  readonly differences: readonly string[]
}

/** Rounds after which a story that still waits for the hub is left as it is: its handover was withdrawn unseen. */
const MOST_ROUNDS = 40

/**
 * Sends made-up histories through a real hub over PostgreSQL, and compares all that it keeps with a recount of its
 * chains: in the middle of each batch, while handovers are on their way, and after it.
 */
export async function runCampaign({ histories, batch, seed, progress }: Campaign): Promise<CampaignOutcome> {
  const hub = await startTestHub()
  try {
    await hub.restart([
      ...TEST_MEMBERS,
      { name: 'regency', tier: 'REGENCY', url: 'http://127.0.0.1:4', governments: ['64.01', '72.71', '13.03'] },
    ])
    const reference = loadReference()
    const members = openMembers(() => hub.hub)
    const governments = [...members.keys()]
    const agencies = new Map(governments.map((code) => [code, agencyOf(code, 'Dishub')]))
    const world = { random: seeded(seed), governments, agencies }
    const now = () => new Date('2026-12-01T00:00:00Z')
    const recaps = createRecaps({ sql: hub.database, reference, now })
    const compare = () => differences({ sql: hub.database, recaps, clocks: reference, regions: governments })
    const found: string[] = []
    let outcome = { histories: 0, events: 0, handovers: 0, comparisons: 0 }
    while (outcome.histories < histories && found.length === 0) {
      const size = Math.min(batch, histories - outcome.histories)
      const ended = await playBatch(world, members, size, async () => void found.push(...(await compare())))
      found.push(...(await compare()))
      const events = ended.flatMap(({ chain }) => chain)
      outcome = {
        histories: outcome.histories + size,
        events: outcome.events + events.length,
        handovers: outcome.handovers + events.filter(({ type }) => type === 'HANDED_OVER').length,
        comparisons: outcome.comparisons + 2,
      }
      progress(outcome.histories, outcome.events)
    }
    return { ...outcome, differences: found }
  } finally {
    await hub.close()
  }
}

/** The member of each government. */
function openMembers(port: Parameters<typeof driveMember>[1]): ReadonlyMap<GovernmentCode, HandDriven> {
  const hosts = [...TEST_MEMBERS, { name: 'regency', governments: ['64.01', '72.71', '13.03'] }]
  return new Map(
    hosts.flatMap(({ name, governments }) => {
      const member = driveMember(name, port)
      return governments.map((code) => [code, member] as const)
    }),
  )
}

/** Plays stories to their ends, one step of each in each round; `midway` is called once, between two rounds. */
async function playBatch(
  world: World,
  members: ReadonlyMap<GovernmentCode, HandDriven>,
  size: number,
  midway: () => Promise<void>,
): Promise<readonly Story[]> {
  const stories = new Map<string, Story>()
  const read = new Map([...new Set(members.values())].map((member) => [member, member.mail.length]))
  const send = async (told: readonly Told[]) => {
    for (const { story } of told) stories.set(story.complaint, story)
    await sendAll(
      told.map(({ message }) => message),
      [...new Set(members.values())],
      (message) => members.get(senderOf(message)),
    )
  }
  await send(Array.from({ length: size }, () => begin(world)))
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const answers = newMail(read).flatMap((message) => answerTo(message, stories, world) ?? [])
    const answered = new Set(answers.map(({ story }) => story.complaint))
    const acts = [...stories.values()].flatMap((story) =>
      answered.has(story.complaint) ? [] : (goOn(story, world) ?? []),
    )
    const isOver = answers.length + acts.length === 0 && [...stories.values()].every(({ isOffered }) => !isOffered)
    if (isOver) break
    await send([...answers, ...acts])
    if (round === 3) await midway()
  }
  return [...stories.values()]
}

/** The government whose member a message is of. */
function senderOf(message: LogMessage): GovernmentCode {
  return 'event' in message ? message.event.by : ''
}

async function sendAll(
  messages: readonly LogMessage[],
  members: readonly HandDriven[],
  memberOf: (message: LogMessage) => HandDriven | undefined,
): Promise<void> {
  for (const member of members) {
    // Everybody stays in contact, and hears what the others have done.
    const answer = await member.send(...messages.filter((message) => memberOf(message) === member))
    let { drained } = answer
    while (!drained) ({ drained } = await member.send())
  }
}

/** What has come since the last look. */
function newMail(read: Map<HandDriven, number>): readonly MailMessage[] {
  return [...read].flatMap(([member, from]) => {
    read.set(member, member.mail.length)
    return member.mail.slice(from).map(({ message }) => message)
  })
}

function answerTo(message: MailMessage, stories: ReadonlyMap<string, Story>, world: World): Told | undefined {
  const story = 'complaint' in message ? stories.get(message.complaint) : undefined
  if (!story) return undefined
  if (message.type === 'Grant') return take(story, message, world)
  return message.type === 'Withdrawn' ? resume(story, world) : undefined
}
