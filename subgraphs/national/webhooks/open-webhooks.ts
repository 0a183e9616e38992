import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isAllowed, requireAllowed } from '@lawang/member/access/policy'
import { accountOf } from '@lawang/member/domain/account'
import type { Actor, Reference } from '@lawang/member/domain/model'
import type { Feed } from '@lawang/member/ports'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import { governmentOf, isRegionCode, NATION } from '@lawang/schema/region'
import { deliver, ReceiverGivenUp } from './deliver.ts'
import type { Webhook } from './model.ts'
import { createPatience } from './patience.ts'
import { createSender, type SendWebhook } from './send.ts'
import { secretText, webhookKey } from './sign.ts'
import { deleteWebhook, insertWebhook, readWebhook, readWebhooks, writeProgress, writeStanding } from './store.ts'
import { readWebhookUrl } from './webhook-url.ts'

/** Of one account. */
const MOST = 10
/** What `randomUUID` makes: no other text goes to the database, which cannot take every one. */
const WEBHOOK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Milliseconds before a webhook whose delivery met a fault of our own begins anew. */
const AGAIN_AFTER = 5_000

export interface NewWebhook {
  readonly url: string
  readonly region?: string
  readonly category?: string
}

export interface Webhooks {
  /** The asker's own; for the national administrator, all. */
  of(actor: Actor): Promise<readonly Webhook[]>
  /** From now on. The secret is told here only. Refuses INVALID_WEBHOOK, UNKNOWN_JURISDICTION, UNKNOWN_CATEGORY and as `requireAllowed`. */
  register(input: NewWebhook, actor: Actor): Promise<{ readonly webhook: Webhook; readonly secret: string }>
  /** Ends it for good. NOT_FOUND for what is not the asker's. */
  remove(id: string, actor: Actor): Promise<Webhook>
  /** Goes on with one that was stopped, from where it was. */
  resume(id: string, actor: Actor): Promise<Webhook>
  close(): Promise<void>
}

export interface WebhooksOptions {
  readonly sql: Sql
  readonly feed: Pick<Feed, 'head' | 'follow'>
  readonly reference: Reference
  /** The national door's key, which the webhooks' keys are derived from. */
  readonly doorKey: Uint8Array
  /** Whether receivers on this machine are taken: in development only. */
  readonly loopback: boolean
  readonly now: () => Date
  readonly onFault: (fault: unknown) => void
  readonly send?: SendWebhook
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** Sends the merged feed to those who have asked for it, and goes on with whom it was sent to before. */
export async function openWebhooks(options: WebhooksOptions): Promise<Webhooks> {
  const runners = new Runners(options)
  for (const webhook of await readWebhooks(options.sql)) runners.start(webhook)
  const { sql, now } = options

  const own = async (id: string, actor: Actor): Promise<Webhook> => {
    const webhook = WEBHOOK_ID.test(id) ? await readWebhook(sql, id) : undefined
    if (!webhook || !mayManage(actor, webhook)) throw new Refusal('NOT_FOUND')
    return webhook
  }
  return {
    async of(actor) {
      requireAllowed(actor, 'manageWebhooks', { government: placeOf(actor) })
      return readWebhooks(sql, isAdministrator(actor) ? undefined : ownerOf(actor))
    },
    async register(input, actor) {
      const webhook = { ...readWebhookInput(input, actor, options), after: await options.feed.head(), createdAt: now() }
      if ((await readWebhooks(sql, webhook.owner)).length >= MOST) {
        throw new Refusal('INVALID_WEBHOOK', `An account has at most ${MOST} webhooks. Remove one first.`)
      }
      await insertWebhook(sql, webhook)
      runners.start(webhook)
      return { webhook, secret: secretText(webhookKey(options.doorKey, webhook.id)) }
    },
    async remove(id, actor) {
      const webhook = await own(id, actor)
      await runners.stop(id)
      await deleteWebhook(sql, id)
      return webhook
    },
    async resume(id, actor) {
      await own(id, actor)
      await runners.stop(id)
      await writeStanding(sql, id, {})
      const webhook = await own(id, actor)
      runners.start(webhook)
      return webhook
    },
    close: () => runners.close(),
  }
}

function readWebhookInput(
  { url, region, category }: NewWebhook,
  actor: Actor,
  { reference, loopback }: WebhooksOptions,
): Omit<Webhook, 'after' | 'createdAt'> {
  if (region !== undefined && !(isRegionCode(region) && reference.region(region))) {
    throw new Refusal('UNKNOWN_JURISDICTION')
  }
  requireAllowed(actor, 'manageWebhooks', { government: (region && governmentOf(region)) ?? NATION })
  if (category !== undefined && !reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  return {
    ...{ id: randomUUID(), owner: ownerOf(actor), url: readWebhookUrl(url, { loopback }).href },
    ...(region !== undefined && { region }),
    ...(category !== undefined && { category }),
    ...{ delivered: 0, standing: { state: 'ACTIVE' } },
  }
}

/** One delivery for each webhook that is not stopped. */
class Runners {
  readonly #options: WebhooksOptions
  readonly #send: SendWebhook
  readonly #running = new Map<string, { readonly ending: AbortController; readonly ended: Promise<void> }>()

  constructor(options: WebhooksOptions) {
    this.#options = options
    this.#send = options.send ?? createSender({ loopback: options.loopback })
  }

  start(webhook: Webhook): void {
    if (webhook.standing.state === 'STOPPED') return
    const ending = new AbortController()
    this.#running.set(webhook.id, { ending, ended: this.#run(webhook, ending.signal) })
  }

  async stop(id: string): Promise<void> {
    const runner = this.#running.get(id)
    this.#running.delete(id)
    runner?.ending.abort()
    await runner?.ended
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)))
  }

  async #run(webhook: Webhook, signal: AbortSignal): Promise<void> {
    const { sql, now, onFault, pause = sleep } = this.#options
    while (!signal.aborted) {
      try {
        const standing = await readWebhook(sql, webhook.id)
        if (standing) await this.#deliver(standing, signal)
        return
      } catch (error) {
        if (error instanceof ReceiverGivenUp) return writeStanding(sql, webhook.id, { stoppedAt: now() }).catch(onFault)
        if (signal.aborted) return
        onFault(error)
        await pause(AGAIN_AFTER, signal).catch(() => {})
      }
    }
  }

  #deliver(webhook: Webhook, signal: AbortSignal): Promise<void> {
    const { sql, feed, doorKey, now, pause = sleep } = this.#options
    const { standing } = webhook
    const failingSince = standing.state === 'FAILING' ? standing.since : undefined
    return deliver(webhook, {
      ...{ feed, now, signal, send: this.#send, key: webhookKey(doorKey, webhook.id) },
      patience: createPatience({ now, random: Math.random, pause, failingSince }),
      keep: (cursor, count) => writeProgress(sql, webhook.id, cursor, count),
      standing: (since) => writeStanding(sql, webhook.id, { failingSince: since }),
    })
  }
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal })
}

/** A service account has the place that its token names; everybody else's is the nation. */
function placeOf(actor: Actor): string {
  return (actor.kind === 'person' && actor.role === 'integrator' && actor.region) || NATION
}

function isAdministrator(actor: Actor): boolean {
  return actor.kind === 'person' && actor.role === 'national-admin'
}

function mayManage(actor: Actor, { owner }: Webhook): boolean {
  if (!isAllowed(actor, 'manageWebhooks', { government: placeOf(actor) })) return false
  return isAdministrator(actor) || owner === ownerOf(actor)
}

function ownerOf(actor: Actor): string {
  return actor.kind === 'person' ? accountOf(actor) : actor.kind
}
