import { type Answered, type Asked, bearer, type ClientKind } from './client.ts'

/** Plain fetch: POST, and an event stream for subscriptions. */
export const fetchClient: ClientKind = {
  name: 'fetch',
  connect(url, token) {
    const send = (asked: Asked, init: RequestInit = {}): Promise<Response> =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        body: JSON.stringify(asked),
        ...init,
        headers: { 'content-type': 'application/json', ...bearer(token), ...init.headers },
      })
    return {
      ask: async (asked) => JSON.parse(await (await send(asked)).text()),
      async *follow<T>(asked: Asked) {
        const leaving = new AbortController()
        try {
          const response = await send(asked, { headers: { accept: 'text/event-stream' }, signal: leaving.signal })
          for await (const { event, data } of eventsOf(response)) {
            if (event === 'complete') return
            const answered: Answered<T> = JSON.parse(data)
            yield answered
          }
        } finally {
          leaving.abort()
        }
      },
      close: async () => {},
    }
  },
}

async function* eventsOf(response: Response): AsyncGenerator<{ event: string; data: string }> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.split(':', 1)[0], line.replace(/^[^:]*: ?/, '')]))
      const event = fields.get('event')
      if (event !== undefined) yield { event, data: fields.get('data') ?? '' }
    }
  }
}
