import { REFUSALS } from '@lawang/schema/errors'
import { GraphQLError } from 'graphql'
import { OperationRefused, type WritingOperations } from '../execute/operation.ts'
import type { Documents } from './documents.ts'

/** The same operations, but for texts that are not taken: over every transport. */
export function takenDocuments(operations: WritingOperations, documents: Documents): WritingOperations {
  return {
    ...operations,
    async prepare(request) {
      if (documents.takes(request.query)) return operations.prepare(request)
      const code = 'DOCUMENT_NOT_TRUSTED'
      throw new OperationRefused([new GraphQLError(REFUSALS[code], { extensions: { code } })])
    },
    recall: (request) => (documents.takes(request.query) ? operations.recall(request) : undefined),
  }
}
