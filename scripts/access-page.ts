import { OPERATION_FACTS } from '@lawang/member/access/operations'
import { COLUMNS, OPERATIONS, scopeOf } from '@lawang/member/access/table'
import { printPage } from './printed-page.ts'

/** Writes docs/access.md from the one table of rights; `--check` only says whether it is up to date. */

const MARKS = {
  everywhere: 'yes',
  'own government': 'gov',
  'government and below': 'gov+',
  'own agency': 'agency',
  'own area': 'area',
  'by scope': 'scope',
  'with the secret': 'secret',
  nowhere: '',
} as const

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const rows = OPERATIONS.map((operation) =>
  line([`\`${operation}\``, ...COLUMNS.map((column) => MARKS[scopeOf(column, operation)])]),
)
const meanings = OPERATIONS.map((operation) => {
  const { what, fields } = OPERATION_FACTS[operation]
  return line([`\`${operation}\``, what, fields.map((field) => `\`${field}\``).join(', ')])
})

const text = `# Who may do what

The member that owns a row decides, by one table: \`subgraphs/member/access/table.ts\`. The gateway passes on who asks and
decides nothing. Tests are made from the same table. What is in no row nobody may do.

${line(['operation', ...COLUMNS])}
${line(['---', ...COLUMNS.map(() => '---')])}
${rows.join('\n')}

- **yes**: at every government.
- **gov**: at the own government, which is the token's region; the national administrator's is the nation.
- **gov+**: at the own government and those under it: a province reads what its regencies and cities do.
- **agency**: what the token's own agency handles.
- **area**: complaints about places in the token's district or village.
- **scope**: a service account, where its token's \`scope\` names the operation, at its region if it has one.
- **secret**: whoever shows the secret of the complaint's receipt, with or without a token.
- empty: nobody.

Operators, coordinators and the national administrator act only under a **decree** in force that names them for their
agency; a coordinator's is that of the government's secretariat. Without one they have the rights of the public, but that
the national administrator may always register decrees. An agency has one decree at a time: a newer one takes its place
from its first moment, and \`endMandate\` ends it, or one person's right under it, at once. Open sockets are closed with 4403
at that moment. \`Case.acts\` tells who did what under which decree. \`moveSecretariat\` names the agency that coordinates from
a moment on; cases stay the government's.

**The database decides once more.** Worklists, complaints and cases by id, journeys, why a complaint is here and what it belongs
to, answers and replies at the door and at the holder, drafts, decrees and officers' acts are read as the role
\`lawang_reader\`, which owns nothing and writes nothing. Each statement tells the database how far its asker's rights reach,
and its row security leaves out the rest: a resolver that forgets its check shows no word of what is confidential. What is
public of a confidential complaint, its status and its steps, comes from functions there that leave out every word that
somebody wrote. An officer's act says for whom it writes, and triggers refuse rows of other governments and cases of other
agencies, for the tables' owner too; a reporter's says for which complaint, and they refuse those of others and every act of an
officer. The policies are in \`subgraphs/member/store/row-security.ts\`, the triggers in the migrations 0056 and 0116. As the
owner, behind the resolvers' checks alone, are read the feed, whose rows all followers share (a confidential title cannot come
into it: a constraint), the reason of a handover that nobody has taken, clocks, and whom decrees give rights to at the moment,
which is kept in memory. What it costs: [performance](performance.md).

A front end asks \`viewer(region)\` who has signed in: roles, place, decrees in force, and the rows of this table that cover
something at that government.

Who files needs no account. A head of a district or village reads the work on complaints about the own area, never who
reported, nor the content of a confidential one.

| operation | what it is | asked for by |
| --- | --- | --- |
${meanings.join('\n')}

This page is written by \`npm run print\`.
`

printPage('access.md', text, 'the access table')
