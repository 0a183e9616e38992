import { REFUSALS } from '@lawang/schema/errors'
import { printPage } from './printed-page.ts'

/** Writes docs/errors.md from the one list of refusals; `--check` only says whether it is up to date. */

const rows = Object.entries(REFUSALS).map(([code, sentence]) => `| \`${code}\` | ${sentence} |`)
const text = `# What can be refused, and what to do about it

Every refusal is a GraphQL error whose \`extensions.code\` is stable: branch on the code, show the message to people.
A refusal of one field leaves the others' answers in place. Messages hold no personal data.

| code | what it means, and what to do |
| --- | --- |
${rows.join('\n')}

From the GraphQL server itself:

| code | what it means, and what to do |
| --- | --- |
| \`GRAPHQL_PARSE_FAILED\` | The text is not GraphQL. |
| \`GRAPHQL_VALIDATION_FAILED\` | The operation does not fit the schema. The message says where. |

\`UNAUTHENTICATED\` says why in \`extensions.reason\`: \`MISSING\`, \`MALFORMED\`, \`FOREIGN\` (not signed by a key that
this hub knows, or not of an issuer's own government), \`EXPIRED\`, or \`KEYS_UNAVAILABLE\` (the issuer's keys cannot be fetched now). \`MEMBER_UNAVAILABLE\` names the government in \`extensions.region\`
and says in \`extensions.retryAfter\` in how many seconds it is worth asking again. For a complaint that everybody may
know, \`extensions.lastKnown\` is what the national directory knew of it: its \`status\` at \`asOf\`.

Not refusals are the \`warnings\` of an answer's own \`extensions\`: \`FIELD_NOT_SERVED\` names a \`field\` that is null because
the \`member\` that answers for it serves an older version of the contract.

This page is written by \`npm run print\`.
`

printPage('errors.md', text, 'schema/errors.ts')
