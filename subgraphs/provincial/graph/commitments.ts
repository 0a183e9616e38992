import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { regionOf } from '@lawang/member/graph/sources'
import type { CommitmentRegister, Commitments } from '../ports.ts'

type Row = CommitmentRegister['rows'][number]

/** Query.commitments and Mutation.registerCommitment: who of a province has signed. */
export function commitments(ports: Commitments): GraphModule {
  return (builder) => {
    const register = registerType(builder)
    const input = builder.inputType('RegisterCommitmentInput', {
      description:
        'government: the province itself, or one of its regencies and cities. position: of who signed, never the name.',
      fields: (t) => ({
        province: t.id({ required: true }),
        government: t.id({ required: true }),
        signedOn: t.string({ required: true }),
        document: t.string({ required: true }),
        position: t.string({ required: true }),
      }),
    })
    builder.queryField('commitments', (t) =>
      t.field({
        type: register,
        nullable: true,
        extensions: routed('region'),
        description: 'Who of a province has signed that complaints are handled together.',
        args: { region: t.arg.id({ required: true }) },
        resolve: (_root, { region }) => ports.ofProvince(region),
      }),
    )
    builder.mutationField('registerCommitment', (t) =>
      t.field({
        type: register,
        nullable: true,
        extensions: routed('input.province'),
        args: { input: t.arg({ type: input, required: true }) },
        resolve: (_root, { input }, { actor }) => ports.register(input, actor),
      }),
    )
  }
}

function registerType(builder: GraphBuilder) {
  const row = builder.objectRef<Row>('Commitment').implement({
    description:
      'A government and its signature; signedOn (2023-01-12), document and position are null until it has signed.',
    fields: (t) => ({
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      signedOn: t.string({ nullable: true, resolve: ({ commitment }) => commitment?.signedOn }),
      document: t.string({ nullable: true, resolve: ({ commitment }) => commitment?.document }),
      position: t.string({ nullable: true, resolve: ({ commitment }) => commitment?.position }),
    }),
  })
  return builder.objectRef<CommitmentRegister>('CommitmentRegister').implement({
    description: 'signed of expected are the regencies and cities of the province; the province signs for itself.',
    fields: (t) => ({
      signed: t.int({ resolve: ({ rows }) => rows.filter(({ commitment }) => commitment).length }),
      expected: t.int({ resolve: ({ rows }) => rows.length }),
      province: t.field({
        type: row,
        resolve: ({ province, own }) => ({ government: province, ...(own && { commitment: own }) }),
      }),
      governments: t.field({ type: [row], resolve: ({ rows }) => rows }),
    }),
  })
}
