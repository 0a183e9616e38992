import { type Disturbance, disturbances, runHandover } from './exhaustive.ts'

/**
 * `exhaustive-handover.ts`: one handover with every crash x every duplicate x every overtaken message. Ends with exit
 * code 1 and the disturbances that broke an invariant.
 */
const began = Date.now()
const broken: { readonly disturbance: Disturbance; readonly message: string }[] = []
let cases = 0
for (const disturbance of disturbances()) {
  const { violation } = runHandover(disturbance)
  cases += 1
  if (violation) broken.push({ disturbance, message: violation.message })
  if (cases % 1000 === 0 && process.stderr.isTTY) process.stderr.write(`\r${cases} cases, ${broken.length} violations `)
}
for (const { disturbance, message } of broken.slice(0, 20)) console.error(JSON.stringify(disturbance), message)
console.error(`\n${cases} cases, ${broken.length} violations, ${((Date.now() - began) / 1000).toFixed(0)} s`)
process.exitCode = broken.length > 0 ? 1 : 0
