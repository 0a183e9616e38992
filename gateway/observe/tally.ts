/**
 * Counts that every request adds to. prom-client looks its labels up anew each time, which cost more than the guard
 * that is counted; these are found by one look in a map, and written when somebody reads them.
 */
export interface Tally {
  /** In Prometheus's text format, without an empty line at the end. */
  text(): string
}

interface Family<Series> {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  readonly type: 'counter' | 'histogram'
  readonly begin: () => Series
  /** The lines of one series; `labels` are written already, empty for none. */
  readonly lines: (name: string, labels: string, series: Series) => readonly string[]
}

/** The series of one metric, by the values of its labels. */
class SeriesByLabels<Series> implements Tally {
  readonly #family: Family<Series>
  /** By one label and then by the other: a text made of both would have to be hashed anew each time. */
  readonly #series = new Map<string, Map<string, { readonly labels: string; readonly series: Series }>>()

  constructor(family: Family<Series>) {
    this.#family = family
  }

  of(first: string, second = ''): Series {
    const known = this.#series.get(first)?.get(second)
    if (known) return known.series
    const series = this.#family.begin()
    const labels = labelsOf(this.#family.labelNames, [first, second])
    this.#series.set(first, (this.#series.get(first) ?? new Map()).set(second, { labels, series }))
    return series
  }

  text(): string {
    const { name, help, type, lines } = this.#family
    return [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...[...this.#series.values()].flatMap((bySecond) =>
        [...bySecond.values()].flatMap(({ labels, series }) => lines(name, labels, series)),
      ),
    ].join('\n')
  }
}

function labelsOf(names: readonly string[], values: readonly string[]): string {
  return names.map((name, index) => `${name}="${escaped(values[index] ?? '')}"`).join(',')
}

function escaped(value: string): string {
  return value.replace(/[\\"]/g, (found) => `\\${found}`).replaceAll('\n', '\\n')
}

/** A counter with one or two labels. */
export class CountTally implements Tally {
  readonly #series: SeriesByLabels<{ count: number }>

  constructor(name: string, help: string, labelNames: readonly string[]) {
    this.#series = new SeriesByLabels({
      ...{ name, help, labelNames, type: 'counter' },
      begin: () => ({ count: 0 }),
      lines: (metric, labels, { count }) => [`${metric}{${labels}} ${count}`],
    })
  }

  add(first: string, second?: string): void {
    this.#series.of(first, second).count += 1
  }

  text(): string {
    return this.#series.text()
  }
}

interface Durations {
  /** How many lay in each bucket and in none of those before; the last are those beyond all. */
  readonly counts: Float64Array
  sum: number
}

/** A histogram of seconds with one or two labels. */
export class DurationTally implements Tally {
  readonly #bounds: readonly number[]
  readonly #series: SeriesByLabels<Durations>

  /** `bounds` are the buckets' upper ends in seconds, in order. */
  constructor(name: string, help: string, labelNames: readonly string[], bounds: readonly number[]) {
    this.#bounds = bounds
    this.#series = new SeriesByLabels<Durations>({
      ...{ name, help, labelNames, type: 'histogram' },
      begin: () => ({ counts: new Float64Array(bounds.length + 1), sum: 0 }),
      lines: (metric, labels, durations) => histogramLines(metric, labels, durations, bounds),
    })
  }

  observe(seconds: number, first: string, second?: string): void {
    const durations = this.#series.of(first, second)
    const place = this.#bounds.findIndex((bound) => seconds <= bound)
    const bucket = place < 0 ? this.#bounds.length : place
    durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1
    durations.sum += seconds
  }

  text(): string {
    return this.#series.text()
  }
}

function histogramLines(
  metric: string,
  labels: string,
  { counts, sum }: Durations,
  bounds: readonly number[],
): readonly string[] {
  let total = 0
  const buckets = [...bounds.map(String), '+Inf'].map((bound, index) => {
    total += counts[index] ?? 0
    return `${metric}_bucket{le="${bound}",${labels}} ${total}`
  })
  return [...buckets, `${metric}_sum{${labels}} ${sum}`, `${metric}_count{${labels}} ${total}`]
}
