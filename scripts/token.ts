import { NoDevelopmentKey, signDevelopmentToken } from './sign-development-token.ts'
import { parseTokenArguments, UsageError } from './token-arguments.ts'

/**
 * Prints one token signed with the development key:
 * `npm run -s token -- --role coordinator --region 64.08 [--agency ID] [--scope OPERATIONS] [--days 30] [--data .data]
 * [--subject NAME]`
 */
async function main(): Promise<void> {
  const { claims, subject, days, dataFolder } = parseTokenArguments(
    process.argv.slice(2),
    process.env.LAWANG_DATA ?? '.data',
  )
  if (claims.role === 'operator' && claims.agency === undefined) {
    console.error('Note: this operator belongs to no agency and can act on no case; name one with --agency.')
  }
  const now = new Date()
  const expires = new Date(now.getTime() + days * 24 * 60 * 60 * 1000)
  console.log(await signDevelopmentToken(dataFolder, { claims, subject, now, expires }))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UsageError || error instanceof NoDevelopmentKey)) throw error
  console.error(error.message)
  process.exitCode = 1
}
