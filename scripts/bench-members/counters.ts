/** What a gateway has counted, by the names and labels of its metrics. */
export interface Counters {
  /** The sum over the members for which `of` is true; `labels` are further ones, as Prometheus writes them. */
  sum(name: string, of: (member: string) => boolean, labels?: string): number
}

/** Reads the metrics of the gateway whose GraphQL endpoint is `url`. */
export async function readCounters(url: string): Promise<Counters> {
  const text = await (await fetch(url.replace('/graphql', '/metrics'))).text()
  const lines = text.split('\n').filter((line) => line.startsWith('lawang_gateway_'))
  return {
    sum(name, of, labels = '') {
      let sum = 0
      for (const line of lines) {
        const member = /member="([^"]*)"/.exec(line)?.[1]
        if (member === undefined || !line.startsWith(`lawang_gateway_${name}{`)) continue
        if (of(member) && line.includes(labels)) sum += Number(line.slice(line.lastIndexOf(' ') + 1))
      }
      return sum
    },
  }
}
