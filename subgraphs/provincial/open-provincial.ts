import { randomUUID } from 'node:crypto'
import { recapSheet } from '@lawang/member/export/recap-sheet'
import { addExportRoutes } from '@lawang/member/export/routes'
import { ConfigError } from '@lawang/member/settings/setting'
import type { OpenExtension } from '@lawang/member/start'
import { createCommitments } from './commitments/commitments.ts'
import { createEvaluations } from './evaluation/evaluate.ts'
import { evaluationSheet } from './export/evaluation-sheet.ts'
import { provincialModules } from './graph/modules.ts'
import { openNation } from './nation/ask-nation.ts'
import { keepAnswers } from './nation/kept-answers.ts'
import { recapsOfNation } from './nation/read-recap.ts'
import { createOutreach } from './outreach/programmes.ts'
import { hostedProvinces } from './provinces.ts'
import { openProvinceDatabase } from './store/province-database.ts'

/** Opens what only a province's server has: its questions to the nation, its commitments and its outreach. */
export const openProvincial: OpenExtension = async ({ config, services, tracing, toHub }) => {
  const { hubUrl } = config
  if (hubUrl === undefined)
    throw new ConfigError('LAWANG_HUB_URL is not set: a province asks the nation for its recaps.')
  const database = await openProvinceDatabase(config.databaseUrl, tracing?.onStatement)
  const now = () => new Date()
  const nation = keepAnswers({ nation: openNation({ url: hubUrl, agent: toHub }), sql: database, now })
  const provinces = hostedProvinces(services.reference, services.governments)
  const recaps = recapsOfNation(nation)
  const evaluations = createEvaluations({ nation, provinces, now })
  return {
    modules: provincialModules({
      recaps,
      evaluations,
      commitments: createCommitments({ sql: database, provinces, now }),
      outreach: createOutreach({ database, nation, provinces, now, newId: randomUUID }),
    }),
    addRoutes: (app) => {
      addExportRoutes(app, 'recap', async (ask) =>
        recapSheet(await recaps.recap(ask('region'), ask('month')), services.reference),
      )
      addExportRoutes(app, 'evaluation', async (ask) => {
        const province = provinces.read(ask('region'))
        return evaluationSheet(await evaluations.ofProvince(province, ask('quarter')), province, services.reference)
      })
    },
    isReady: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    close: () => database.close(),
  }
}
