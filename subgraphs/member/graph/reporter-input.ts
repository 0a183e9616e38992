import type { FileComplaint, Reporter } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'

/** What is sent of a reporter, in filing and in correcting. */
export function reporterInput(builder: GraphBuilder): void {
  builder.inputType('ReporterInput', {
    fields: (t) => ({
      name: t.string(),
      phone: t.string(),
      email: t.string(),
      nationalId: t.string({ description: 'The number of the identity card: 16 digits.' }),
      address: t.string(),
    }),
  })
  builder.inputType('OnBehalfInput', {
    description:
      'The word of who files for somebody else that the reporter has agreed: at a kiosk, by telephone, from a letter.',
    fields: (t) => ({
      consentAt: t.string({ required: true, description: 'The day on which the reporter agreed: 2026-03-17.' }),
      consentBy: t.string({ required: true, description: 'How, and who witnessed it.' }),
    }),
  })
}

type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] }

/** A reporter as the schema gives it. */
export type SentReporter = Nullable<Reporter>

/** The schema lets clients write null for what they leave out. */
export function reporterWithoutNulls(sent: SentReporter): Reporter {
  return {
    name: sent.name ?? undefined,
    phone: sent.phone ?? undefined,
    email: sent.email ?? undefined,
    nationalId: sent.nationalId ?? undefined,
    address: sent.address ?? undefined,
  }
}

/** A filing as the schema gives it, without the nulls. */
export function withoutNulls(
  input: Omit<Nullable<FileComplaint>, 'details' | 'reporter'> & {
    details?: FileComplaint['details'] | null
    reporter?: SentReporter | null
  },
): FileComplaint {
  return {
    ...input,
    category: input.category ?? undefined,
    location: input.location ?? undefined,
    reporter: input.reporter ? reporterWithoutNulls(input.reporter) : undefined,
    onBehalf: input.onBehalf ?? undefined,
    redact: input.redact ?? undefined,
    details: input.details ?? [],
    receivedAt: input.receivedAt ?? undefined,
    idempotencyKey: input.idempotencyKey ?? undefined,
  }
}
