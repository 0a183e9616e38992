import { readFileSync, writeFileSync } from 'node:fs'

/**
 * `node test/golden-deadlines/generate.ts`: writes vectors.csv. It is a reference of its own: it knows nothing of the
 * product's code, walks from day to day, and has the days and zones of the law written down once more. The rows that
 * say `facts` are not computed: they were checked by hand against the decree's list (17 March 2026 and after).
 */
const DAY = 86_400_000

const calendar = readFileSync(new URL('../../subgraphs/member/reference/calendar.csv', import.meta.url), 'utf8')
const daysOff = calendar
  .split('\n')
  .slice(1)
  .map((line) => line.slice(0, 10))

const ZONES = [
  ['13.03', 7],
  ['31', 7],
  ['64.08', 8],
  ['72', 8],
  ['81', 9],
  ['94', 9],
] as const

const CLOCKS = [
  ['COMPLAINT', 'VERIFY', 3],
  ['COMPLAINT', 'FOLLOW_UP', 5],
  ['COMPLAINT', 'SETTLE', 14],
  ['SUPERVISION', 'SETTLE', 60],
  ['ASPIRATION', 'SETTLE', 5],
  ['INFORMATION_REQUEST', 'SETTLE', 10],
  ['COMPLAINT', 'REPLY', 10],
  ['COMPLAINT', 'OMBUDSMAN', 60],
] as const

const HAND_CHECKED = [
  '2026-03-17T02:00:00.000Z,64.08,COMPLAINT,FOLLOW_UP,,,SP4N-2025,2026-03-31T16:00:00.000Z,facts a7: +5 = 2026-03-31',
  '2026-03-17T02:00:00.000Z,64.08,COMPLAINT,SETTLE,,,SP4N-2025,2026-04-14T16:00:00.000Z,facts a7: +14 = 2026-04-14',
  '2026-03-17T02:00:00.000Z,13.03,COMPLAINT,SETTLE,,,SP4N-2025,2026-04-14T17:00:00.000Z,facts a7 in the western zone',
  '2026-03-17T02:00:00.000Z,81,COMPLAINT,SETTLE,,,SP4N-2025,2026-04-14T15:00:00.000Z,facts a7 in the eastern zone',
]

let seed = 20_260_317
function below(limit: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * limit)
}

function localDay(instant: number, zone: number): string {
  return new Date(instant + zone * 3_600_000).toISOString().slice(0, 10)
}

/** Day after day: weekends, days off, and the days after the question up to the reply do not count. */
function lastDay(first: string, count: number, paused: readonly [string, string] | undefined): string {
  let day = first
  let counted = 0
  while (counted < count) {
    day = new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)
    const weekday = new Date(day).getUTCDay()
    const isPaused = paused !== undefined && day > paused[0] && day <= paused[1]
    if (weekday !== 0 && weekday !== 6 && !daysOff.includes(day) && !isPaused) counted += 1
  }
  return day
}

const rows = [...HAND_CHECKED]
while (rows.length < 1000) {
  const [government, zone] = ZONES[below(ZONES.length)] ?? ZONES[0]
  const [of, purpose, count] = CLOCKS[below(CLOCKS.length)] ?? CLOCKS[0]
  const began = Date.parse('2024-01-02T00:00:00Z') + below(1330) * DAY + below(24 * 60) * 60_000
  const first = localDay(began, zone)
  const pauses = below(3) === 0 && ['VERIFY', 'FOLLOW_UP', 'SETTLE'].includes(purpose)
  const from = began + below(3) * DAY
  const to = from + below(12) * DAY
  const paused = pauses ? ([localDay(from, zone), localDay(to, zone)] as const) : undefined
  const last = lastDay(first, count, paused)
  const ends = Date.parse(last) + DAY - zone * 3_600_000
  const set = first < '2025-05-01' ? 'SP4N-2018' : 'SP4N-2025'
  const iso = (instant: number) => new Date(instant).toISOString()
  const pause = paused ? `${iso(from)},${iso(to)}` : ','
  rows.push(`${iso(began)},${government},${of},${purpose},${pause},${set},${iso(ends)},reference`)
}
const header = 'began,government,class,purpose,paused_from,paused_to,rule_set,ends,origin'
writeFileSync(new URL('./vectors.csv', import.meta.url), `${[header, ...rows].join('\n')}\n`)
