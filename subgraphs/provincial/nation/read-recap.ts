import type { Recap, RecapCounts, Recaps } from '@lawang/member/recaps'
import type { KeptNation } from './kept-answers.ts'
import { arrayOf, fieldsOf, numberOf, optionalOf, textOf } from './read-answer.ts'

const COUNTS = 'received answered inProgress unanswered'

const QUERY = `query Recap($region: ID!, $month: String!) {
  recap(region: $region, month: $month) {
    region { code } month asOf openHere openElsewhere openOwn withheldByCategory withheldByAgency
    total { ${COUNTS} }
    byCategory { category { code } ${COUNTS} }
    byAgency { agency { id name shortName } ${COUNTS} }
    byGovernment { region { code } ${COUNTS} }
  }
}`

/** The nation's recaps, asked for at a province: the same numbers, or the last ones that are known, with their age. */
export function recapsOfNation(nation: KeptNation): Recaps {
  return {
    recap: async (region, month) => readRecap((await nation.ask(QUERY, { region, month })).data),
  }
}

function readRecap(data: unknown): Recap {
  const recap = fieldsOf(fieldsOf(data)('recap'))
  return {
    region: codeOf(recap('region')),
    month: textOf(recap('month')),
    asOf: new Date(textOf(recap('asOf'))),
    total: countsOf(recap('total')),
    openHere: numberOf(recap('openHere')),
    openElsewhere: numberOf(recap('openElsewhere')),
    openOwn: numberOf(recap('openOwn')),
    byCategory: arrayOf(recap('byCategory')).map((row) => {
      const category = optionalOf(fieldsOf(row)('category'), codeOf)
      return { ...countsOf(row), ...(category !== undefined && { category }) }
    }),
    byAgency: arrayOf(recap('byAgency')).map((row) => {
      const agency = fieldsOf(fieldsOf(row)('agency'))
      const name = { id: textOf(agency('id')), name: textOf(agency('name')), shortName: textOf(agency('shortName')) }
      return { ...countsOf(row), agency: name }
    }),
    byGovernment: arrayOf(recap('byGovernment')).map((row) => ({
      ...countsOf(row),
      government: codeOf(fieldsOf(row)('region')),
    })),
    withheldByCategory: numberOf(recap('withheldByCategory')),
    withheldByAgency: numberOf(recap('withheldByAgency')),
  }
}

function countsOf(value: unknown): RecapCounts {
  const counts = fieldsOf(value)
  return {
    received: numberOf(counts('received')),
    answered: numberOf(counts('answered')),
    inProgress: numberOf(counts('inProgress')),
    unanswered: numberOf(counts('unanswered')),
  }
}

function codeOf(value: unknown): string {
  return textOf(fieldsOf(value)('code'))
}
