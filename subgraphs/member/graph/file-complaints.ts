import { Refusal } from '@lawang/schema/errors'
import { governmentOf, isRegionCode } from '@lawang/schema/region'
import { REFUSALS_INDONESIAN } from '@lawang/schema/words/refusals'
import type { FileComplaint } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import type { FileComplaintInput } from './file-complaint.ts'
import { withoutNulls } from './reporter-input.ts'
import type { ComplaintSource } from './sources.ts'

/** A sitting at a kiosk has fifty; a request of more than this is somebody's whole archive. */
const MOST = 100
/** Filed side by side: a batch leaves the door's other connections to everybody else. */
const AT_ONCE = 4
/** Gateways wait for five seconds: what has not begun by then is sent again, rather than everything. */
const BUDGET_MS = 3_000

type FilingRefusal = Pick<Refusal, 'code' | 'message'>

interface Filed {
  readonly key?: string | undefined
  readonly outcome: { readonly complaint: ComplaintSource } | { readonly refusal: FilingRefusal }
}

/** Mutation.fileComplaints: a batch whose complaints are filed one by one, each for itself. */
export function fileComplaints(builder: GraphBuilder, complaint: FileComplaintInput): void {
  const type = filedType(builder)
  const input = builder.inputType('FileComplaintsInput', {
    description:
      'At most 100, each with an idempotencyKey: sent again after a broken connection they are the same complaints.',
    fields: (t) => ({
      door: t.id({ required: true, description: 'The door of all of them.' }),
      complaints: t.field({ type: [complaint], required: true }),
    }),
  })
  builder.mutationField('fileComplaints', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description:
        "Many complaints in one request, answered in their order: a kiosk's day without a network. One that is refused keeps no other back; where the door is busy, RATE_LIMITED says which to send again.",
      extensions: routed('input.door'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, { input: { door, complaints } }, context) => {
        if (complaints.length > MOST) {
          throw new Refusal('PAYLOAD_TOO_LARGE', `A batch has at most ${MOST} complaints.`, { most: MOST })
        }
        return fileAll(door, complaints.map(withoutNulls), context)
      },
    }),
  )
}

/** The outcomes in the order of the complaints, however long each takes. */
async function fileAll(door: string, inputs: readonly FileComplaint[], context: GraphContext): Promise<Filed[]> {
  const filed: Filed[] = []
  const until = context.now().getTime() + BUDGET_MS
  const waiting = inputs.entries()
  const work = async () => {
    for (const [place, input] of waiting) {
      filed[place] = context.now().getTime() < until ? await fileOne(door, input, context) : putOff(input)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return filed
}

/** Nothing was done about it: the door is busy. */
function putOff({ idempotencyKey: key }: FileComplaint): Filed {
  return { key, outcome: { refusal: { code: 'RATE_LIMITED', message: 'The door is busy. Send this one again.' } } }
}

async function fileOne(door: string, input: FileComplaint, { services, actor }: GraphContext): Promise<Filed> {
  const key = input.idempotencyKey
  try {
    requireOfBatch(door, input)
    const { complaint, ...filed } = await services.fileComplaint(input, actor)
    return {
      key,
      outcome: { complaint: { from: 'door', id: complaint.id, record: complaint, secretMatches: true, filed } },
    }
  } catch (error) {
    // Only what is refused is this one's own: a fault of the server is the whole request's, which is sent again.
    if (!(error instanceof Refusal)) throw error
    return { key, outcome: { refusal: { code: error.code, message: error.message } } }
  }
}

/** Without a key nobody could send a batch again, and at another door it would have been routed elsewhere. */
function requireOfBatch(door: string, { door: own, idempotencyKey }: FileComplaint): void {
  if (idempotencyKey === undefined) {
    throw new Refusal('BAD_USER_INPUT', 'A complaint of a batch needs an idempotencyKey.', { field: 'idempotencyKey' })
  }
  const governments = [door, own].map((code) => (isRegionCode(code) ? governmentOf(code) : undefined))
  if (governments[0] === undefined || governments[0] !== governments[1]) {
    throw new Refusal('UNKNOWN_JURISDICTION', 'Every complaint of a batch is filed at the door of the batch.')
  }
}

function filedType(builder: GraphBuilder) {
  const refusal = builder.objectRef<FilingRefusal>('FilingRefusal').implement({
    fields: (t) => ({
      code: t.exposeString('code'),
      message: t.exposeString('message'),
      indonesian: t.string({
        description: 'The words for the code in Indonesian.',
        resolve: ({ code }) => REFUSALS_INDONESIAN[code],
      }),
    }),
  })
  return builder.objectRef<Filed>('FiledComplaint').implement({
    description: 'One of the complaints of a batch, under its key: filed, or refused by itself.',
    fields: (t) => ({
      idempotencyKey: t.string({ nullable: true, resolve: ({ key }) => key }),
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        resolve: ({ outcome }) => ('complaint' in outcome ? outcome.complaint : null),
      }),
      refusal: t.field({
        type: refusal,
        nullable: true,
        resolve: ({ outcome }) => ('refusal' in outcome ? outcome.refusal : null),
      }),
    }),
  })
}
