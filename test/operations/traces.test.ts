import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CollectedSpan, type Collector, startCollector } from '../canary/collector.ts'
import { fetchClient } from './clients/fetch.ts'
import { file, STREET_LIGHTS } from './hub.ts'
import { startTestNetwork, type TestNetwork } from './start-network.ts'

/** A network whose servers all send their spans to one collector. */
describe('the trace of a complaint that is filed', () => {
  let collector: Collector
  let started: TestNetwork

  beforeAll(async () => {
    collector = await startCollector()
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
    started = await startTestNetwork()
    await file(fetchClient.connect(started.description.gateway), STREET_LIGHTS)
  })
  afterAll(async () => {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
    await started?.stop()
    await collector?.close()
  })

  const under = (parent: CollectedSpan, name: string) =>
    collector.spans().find((span) => span.parentSpanId === parent.spanId && span.name === name)
  /** The last of a chain of spans, each under the one before; undefined until all have come. */
  const chain = (first: string, ...names: string[]) =>
    collector
      .spans()
      .filter(({ name }) => name === first)
      .map((begin) => names.reduce<CollectedSpan | undefined>((at, name) => at && under(at, name), begin))
      .find((span) => span !== undefined)

  it('goes from the gateway into the member, down to what its database commits', async () => {
    const path = ['graphql mutation', 'member', 'POST /graphql', 'COMMIT'] as const
    await expect.poll(() => chain(...path), { timeout: 20_000 }).toBeDefined()
    const [commit, operation] = [chain(...path), chain('graphql mutation')]
    expect(commit).toMatchObject({ server: 'lawang-kutai-timur', traceId: operation?.traceId })
    expect(operation?.server).toBe('lawang-gateway')
  })

  it("goes on with the round that carries the member's log to the hub", async () => {
    const path = ['exchange round', 'POST /exchange'] as const
    await expect.poll(() => chain(...path, 'SELECT') ?? chain(...path, 'WITH'), { timeout: 20_000 }).toBeDefined()
    expect(chain(...path)?.server).toBe('lawang-national')
  })

  it('says nothing of what was written', () => {
    const text = collector.received().toString()
    expect(text).not.toContain(STREET_LIGHTS.title)
    expect(text).not.toContain(STREET_LIGHTS.location)
    expect(text).not.toMatch(/[0-9]{4}-[0-9A-HJKMNP-TV-Z]{16,}/)
    expect(text).not.toMatch(/"(db\.statement|db\.query\.text)"/)
  })
})
