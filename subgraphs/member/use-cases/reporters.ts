import { deriveReporterHandle } from '../domain/identifiers.ts'
import type { Reporters } from '../ports.ts'
import {
  correctPersonalData,
  erasePersonalData,
  type PersonalDataContext,
  readDisclosures,
  readPersonalData,
  recognise,
} from './personal-data.ts'
import { readReporter } from './read-reporter.ts'

/** What the graph asks about reporters, over the use cases. */
export function openReporters(context: PersonalDataContext): Reporters {
  const { around } = context
  return {
    handleOf: ({ complaint, government }) => deriveReporterHandle(around.doorKey, complaint, government),
    read: (command, actor) => readReporter(around, command, actor),
    recognise: (receipt) => recognise(context, receipt),
    personalData: (receipt) => readPersonalData(context, receipt),
    correct: (receipt, reporter) => correctPersonalData(context, receipt, reporter),
    erase: (receipt) => erasePersonalData(context, receipt),
    disclosures: (asked, actor) => readDisclosures(context, asked, actor),
  }
}
