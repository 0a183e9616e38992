/** Loaded before a server's own code by `--import …/shifted-clock.mjs?days=40`: its day is so many days later. */
const SHIFT = Number(new URL(import.meta.url).searchParams.get('days')) * 24 * 3_600_000
const RealDate = Date

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + SHIFT)
    else super(...given)
  }
  static now() {
    return RealDate.now() + SHIFT
  }
}
