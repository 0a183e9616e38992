/** What composition makes of one subgraph that streams: `url` is that of its server. */
export function streamingSupergraph(url: string): string {
  return `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) {
  query: Query
  subscription: Subscription
}

directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__field(
  graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet
  type: String, external: Boolean, override: String, usedOverridden: Boolean
) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(
  graph: join__Graph!, key: join__FieldSet
  extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false
) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph { NATIONAL @join__graph(name: "national", url: "${url}/graphql") }

type Query @join__type(graph: NATIONAL) { events: Int }
type Subscription @join__type(graph: NATIONAL) {
  complaintChanged(after: String, region: ID): ComplaintChange!
}
type ComplaintChange @join__type(graph: NATIONAL) {
  cursor: String!
  id: ID!
  title: String!
  status: String!
  ts: String!
}
`
}
