import { isAllowed } from '../access/policy.ts'
import { CLOCK_PURPOSES, type ClockPurpose } from '../domain/clock-rules.ts'
import { type ClockReading, readClocks } from '../domain/clocks.ts'
import { belongsElsewhere } from '../domain/handover.ts'
import { lightOf } from '../domain/light.ts'
import type { CaseRecord } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { withCase } from './load.ts'

const CLOCK_STATES = ['RUNNING', 'PAUSED', 'MET', 'MISSED', 'STOPPED'] as const

/** Case.deadlines, Case.pausedSince and Case.draft: answered by the government that has the case. */
export function caseClocks(builder: GraphBuilder): void {
  const clock = caseClock(builder)
  const draft = answerDraft(builder)
  builder.objectFields('Case', (t) => ({
    deadlines: t.field({
      type: [clock],
      nullable: true,
      description:
        'Every clock that has begun on the case, the ended ones too; deadline is the one that runs for the agency now.',
      resolve: (source, _args, context) => withCase(source, context, ({ record }) => clocksOf(record, context)),
    }),
    pausedSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: "Since when the agency's clocks stand still: a question is open, or somebody works at the place.",
      resolve: (source, _args, context) => withCase(source, context, ({ id }) => pausedSince(id, context)),
    }),
    draft: t.field({
      type: draft,
      nullable: true,
      description: 'An answer that waits for its release: for officers who work on the case, null for everybody else.',
      resolve: (source, _args, context) =>
        withCase(source, context, ({ id, record: { government, agency } }) =>
          isAllowed(context.actor, 'draft', { government, agency: agency.id }) ? context.loaders.draft.load(id) : null,
        ),
    }),
  }))
}

interface ShownClock extends ClockReading {
  readonly purpose: ClockPurpose
  readonly government: string
}

async function clocksOf(record: CaseRecord, { loaders, services, now }: GraphContext): Promise<readonly ShownClock[]> {
  const timeline = await loaders.timeline.load(record.id)
  if (!timeline) return []
  const { government } = record
  const readings = readClocks(
    timeline,
    belongsElsewhere(record, { reference: services.reference, now: now() }),
    services.reference,
  )
  return readings.map((reading) => ({ ...reading, government }))
}

async function pausedSince(id: string, { loaders }: GraphContext): Promise<Date | null> {
  const timeline = await loaders.timeline.load(id)
  const pause = timeline?.pauses.find(({ to }) => to === undefined)
  return pause ? new Date(pause.from) : null
}

function caseClock(builder: GraphBuilder) {
  const purpose = builder.enumType('ClockPurpose', {
    description:
      "What a clock counts: VERIFY, FOLLOW_UP, SETTLE and TRANSFER are the agency's, REPLY and COMPLETE the reporter's.",
    values: CLOCK_PURPOSES,
  })
  const state = builder.enumType('ClockState', { values: CLOCK_STATES })
  return builder.objectRef<ShownClock>('CaseClock').implement({
    description: "A clock of a case by the rule set of the filing's day. at is null while the clock stands still.",
    fields: (t) => ({
      purpose: t.expose('purpose', { type: purpose }),
      clock: t.exposeString('clock'),
      startedAt: t.expose('startedAt', { type: 'DateTime' }),
      at: t.expose('at', { type: 'DateTime', nullable: true }),
      state: t.expose('state', { type: state }),
      light: t.field({
        type: 'DeadlineLight',
        nullable: true,
        resolve: ({ at, clock, state: now, government }, _args, context) =>
          at && now === 'RUNNING'
            ? lightOf({ at, clock }, government, context.now(), context.services.reference)
            : null,
      }),
      ruleSet: t.string({ resolve: ({ rule }) => rule.ruleSet }),
      citation: t.string({ resolve: ({ rule }) => rule.citation }),
      verified: t.boolean({
        description: "False where the rule's text was not at hand: have it checked before you rely on it.",
        resolve: ({ rule }) => rule.verified,
      }),
    }),
  })
}

function answerDraft(builder: GraphBuilder) {
  return builder.objectRef<{ readonly text: string; readonly at: Date }>('AnswerDraft').implement({
    fields: (t) => ({
      body: t.exposeString('text'),
      draftedAt: t.expose('at', { type: 'DateTime' }),
    }),
  })
}
