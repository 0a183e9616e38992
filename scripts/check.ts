import { parseArgs } from 'node:util'
import { GATES } from './gates/all.ts'
import { runGates } from './gates/run-gates.ts'

/** `npm run check [-- --only NAME] [--root FOLDER]`: the gates alone; exit 1 when one refuses. */
const { values } = parseArgs({
  options: { only: { type: 'string' }, root: { type: 'string', default: new URL('..', import.meta.url).pathname } },
})
const gates = GATES.filter(({ name }) => values.only === undefined || name === values.only)
if (gates.length === 0) {
  console.error(`There is no gate "${values.only}". There are: ${GATES.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const { failed } = await runGates(gates, values.root, console.log)
process.exit(failed === 0 ? 0 : 1)
