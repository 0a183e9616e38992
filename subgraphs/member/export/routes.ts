import { Refusal, type RefusalCode } from '@lawang/schema/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { writeCsv } from './csv.ts'
import type { Sheet } from './sheet.ts'
import { writeXlsx } from './xlsx.ts'

/** Makes the sheet that a request asks for; `ask` reads a parameter of the query, and refuses BAD_USER_INPUT where there is none. */
export type MakeSheet = (ask: (parameter: string) => string) => Promise<Sheet>

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const STATUS: Partial<Readonly<Record<RefusalCode, number>>> = { MEMBER_UNAVAILABLE: 503, INTERNAL: 500 }

/** `GET /<name>.csv` and `GET /<name>.xlsx`, for anybody and from any origin: what is exported is public. */
export function addExportRoutes(app: FastifyInstance, name: string, make: MakeSheet): void {
  const serve = (ending: string, type: string, write: (sheet: Sheet) => string | Buffer) =>
    app.get(`/${name}.${ending}`, async (request, reply) => {
      reply.headers({ 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' })
      try {
        const sheet = await make((parameter) => parameterOf(request, parameter))
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="${sheet.name}.${ending}"`)
          .send(write(sheet))
      } catch (error) {
        if (!(error instanceof Refusal))
          app.log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'An export met a fault')
        const { code, message } = error instanceof Refusal ? error : new Refusal('INTERNAL')
        return reply.code(STATUS[code] ?? 400).send({ errors: [{ message, extensions: { code } }] })
      }
    })
  serve('csv', 'text/csv; charset=utf-8', writeCsv)
  serve('xlsx', XLSX, writeXlsx)
}

function parameterOf({ query }: FastifyRequest, parameter: string): string {
  const value = typeof query === 'object' && query !== null ? new Map(Object.entries(query)).get(parameter) : undefined
  if (typeof value !== 'string' || value === '') {
    throw new Refusal('BAD_USER_INPUT', `The parameter ${parameter} is missing.`)
  }
  return value
}
