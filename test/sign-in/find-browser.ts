import { existsSync } from 'node:fs'

/** Where systems put a browser that speaks the protocol by which tests drive it. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a browser on this machine: LAWANG_BROWSER, or a usual place; undefined where there is none. */
export function findBrowser(): string | undefined {
  const named = process.env.LAWANG_BROWSER
  return named === undefined || named === '' ? USUAL.find((path) => existsSync(path)) : named
}
