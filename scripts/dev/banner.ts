/** What `npm start` says when everything is ready. */
export interface BannerFacts {
  readonly gatewayUrl: string
  /** By member name: its own full graph. */
  readonly memberUrls: ReadonlyMap<string, string>
  readonly dataFolder: string
  /** Where the embedded PostgreSQL keeps its files; undefined when another server is used. */
  readonly databaseFolder: string | undefined
  readonly seconds: number
}

/** A complaint about electricity at a regency's door: the nation's electricity company answers for it. */
const EXAMPLE = JSON.stringify({
  query:
    'mutation { fileComplaint(input: {door: "64.08", kind: COMPLAINT, title: "Listrik padam", ' +
    'body: "Sudah tiga hari listrik di desa kami padam.", category: "energy.electricity", ' +
    'location: "64.08.04", channel: WEB, anonymous: true, idempotencyKey: "contoh-1"}) ' +
    '{ id status handledBy { name } receipt { secret } } }',
})

export function banner({ gatewayUrl, memberUrls, dataFolder, databaseFolder, seconds }: BannerFacts): string {
  const members = [...memberUrls].map(([name, url]) => `    ${name.padEnd(12)} ${url}/graphql`)
  return [
    '',
    `Lawang is ready after ${seconds.toFixed(1)} s.`,
    '',
    `  GraphiQL   ${gatewayUrl}/graphiql`,
    `  GraphQL    ${gatewayUrl}/graphql (HTTP, WebSocket, server-sent events)`,
    '  Members, each with its own full graph:',
    ...members,
    '',
    '  File a complaint:',
    '',
    `curl ${gatewayUrl}/graphql -H 'content-type: application/json' -d '${EXAMPLE}'`,
    '',
    '  Officers sign in at GraphiQL, or take a token: npm run -s token -- --role coordinator --region 64.08',
    '  Real complaints on their way: npm run demo',
    `  Data: ${dataFolder}${databaseFolder?.startsWith(dataFolder) === false ? `, the database's files: ${databaseFolder}` : ''}`,
    '  Ctrl-C stops everything; the data stays.',
    '',
  ].join('\n')
}
