import { hash } from 'node:crypto'
import type { DemoPerson } from './people.ts'

/**
 * What browsers may do with the page: show it with its own style, and send its form to where it came from, from where they
 * are sent back to one of `returns`. Nothing runs in it, and nobody frames it.
 */
export function pagePolicy(returns: readonly string[]): string {
  const origins = new Set(returns.map((uri) => new URL(uri).origin))
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
    `form-action 'self' ${[...origins].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
button{display:block;width:100%;margin:.4rem 0;padding:.7rem 1rem;font:inherit;text-align:left;cursor:pointer}`

/** The page on which somebody chooses whom to be; `action` is where the choice is sent. */
export function signInPage(people: readonly DemoPerson[], action: string): string {
  const buttons = people.map(
    ({ subject, label }) => `<button name="person" value="${escaped(subject)}">${escaped(label)}</button>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in to Lawang</title>
<style>${STYLE}</style></head>
<body>
<h1>Sign in</h1>
<p>This is a development network: choose whom to be. There are no passwords.</p>
<form method="post" action="${escaped(action)}">
${buttons.join('\n')}
</form>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
