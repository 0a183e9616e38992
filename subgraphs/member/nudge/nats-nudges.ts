import type { JetStreamManager } from '@nats-io/jetstream'
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node'
import { createSubjects, type Nudges } from './nudges.ts'

export interface NatsOptions {
  /** `nats://user:password@host:4222`, several with commas. */
  readonly url: string
  /** Told in a few words when the server is met or lost: for the log. */
  readonly onState?: (state: 'connected' | 'away') => void
}

const STREAM = 'LAWANG_NUDGES'
const PREFIX = 'lawang.nudge.'
const RECONNECT = { reconnectTimeWait: 250, reconnectJitter: 250, maxReconnectAttempts: -1 }
const PING = { pingInterval: 5_000, maxPingOut: 2 }

/**
 * Nudges over NATS, for processes that cannot listen to one database: JetStream keeps the newest of each subject in
 * memory for whoever comes later. Returns at once: while the server is away nothing is told, and after that
 * everybody is told the newest again.
 */
export function openNatsNudges({ url, onState = () => {} }: NatsOptions): Nudges {
  const subjects = createSubjects()
  const told = new Map<string, string>()
  const subscribed = new Map<string, () => void>()
  /** Subjects of which news came since the last connection: what the stream has kept is older. */
  const fresh = new Set<string>()
  let connection: NatsConnection | undefined
  let isAway = true
  let isClosed = false

  function publish(subject: string, news: string): void {
    if (!connection || isAway || connection.isClosed()) return
    connection.publish(PREFIX + subject, news)
  }

  function subscribe(subject: string): void {
    if (!connection || subscribed.has(subject)) return
    const subscription = connection.subscribe(PREFIX + subject, {
      callback: (error, message) => {
        if (error) return
        fresh.add(subject)
        subjects.hear(subject, message.string())
      },
    })
    subscribed.set(subject, () => subscription.unsubscribe())
  }

  /** After every connection: a server that was restarted has forgotten the stream. */
  async function meet(met: NatsConnection): Promise<void> {
    isAway = false
    fresh.clear()
    onState('connected')
    for (const subject of subjects.names()) subscribe(subject)
    const stream = await openStream(met)
    for (const [subject, news] of told) publish(subject, news)
    for (const subject of subjects.names()) {
      const news = await newest(stream, subject)
      if (!fresh.has(subject)) subjects.hear(subject, news)
    }
  }

  async function follow(met: NatsConnection): Promise<void> {
    for await (const { type } of met.status()) {
      if (type === 'disconnect') {
        isAway = true
        onState('away')
      }
      if (type === 'reconnect') await meet(met)
    }
  }

  const connected = connectTo(url).then(async (met) => {
    if (isClosed) return met.close()
    connection = met
    const following = follow(met)
    await meet(met)
    return following
  })
  connected.catch(() => onState('away'))

  return {
    tell(subject, news) {
      told.set(subject, news)
      publish(subject, news)
    },
    on(subject, listener) {
      const end = subjects.on(subject, listener)
      subscribe(subject)
      return () => {
        end()
        if (subjects.names().includes(subject)) return
        subscribed.get(subject)?.()
        subscribed.delete(subject)
      }
    },
    async close() {
      isClosed = true
      await connection?.close()
    },
  }
}

/** The client is loaded when it is needed: most servers have no NATS, and start without it. */
async function connectTo(url: string): Promise<NatsConnection> {
  const { connect } = await import('@nats-io/transport-node')
  return connect({ ...connectionOptions(url), ...RECONNECT, ...PING, waitOnFirstConnect: true })
}

/** Undefined where the server has no JetStream: then whoever comes later is told the next of a subject, not the last. */
async function openStream(connection: NatsConnection): Promise<JetStreamManager | undefined> {
  try {
    const { jetstreamManager } = await import('@nats-io/jetstream')
    const manager = await jetstreamManager(connection)
    await manager.streams.add({
      ...{ name: STREAM, subjects: [`${PREFIX}>`], storage: 'memory', discard: 'old' },
      max_msgs_per_subject: 1,
    })
    return manager
  } catch {
    return undefined
  }
}

async function newest(manager: JetStreamManager | undefined, subject: string): Promise<string | undefined> {
  const message = await manager?.streams.getMessage(STREAM, { last_by_subj: PREFIX + subject }).catch(() => undefined)
  return message?.string()
}

function connectionOptions(text: string): ConnectionOptions {
  const urls = text.split(',').map((each) => new URL(each))
  const [first] = urls
  return {
    servers: urls.map(({ host }) => host),
    ...(first?.username && { user: decodeURIComponent(first.username) }),
    ...(first?.password && { pass: decodeURIComponent(first.password) }),
    ...(first?.protocol === 'tls:' && { tls: {} }),
  }
}
