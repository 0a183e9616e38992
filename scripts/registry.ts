import { readFileSync } from 'node:fs'
import { parseSignedContent } from '@lawang/schema/registry'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { signRegistry } from '@lawang/trust/registry/sign-registry'
import { runCommand } from './run-command.ts'

const USAGE = `npm run -s registry -- key > FILE               a new private key, for a server or an operator
npm run -s registry -- public FILE              its public half, as the registry and LAWANG_OPERATOR_KEYS have it
npm run -s registry -- sign CONTENT OPERATOR    the registry CONTENT, signed with the key OPERATOR`

/** `npm run registry`: what an operator of a network makes keys and signs registries with. Prints to standard output. */
function run([command, file, keyFile, ...others]: readonly string[]): string {
  if (others.length > 0) throw new Error(USAGE)
  if (command === 'key' && file === undefined) return generateKeyText({ isDevelopment: false })
  if (command === 'public' && file !== undefined && keyFile === undefined) return `${keyOf(file).x}\n`
  if (command === 'sign' && file !== undefined && keyFile !== undefined) {
    return signRegistry(parseSignedContent(readFileSync(file, 'utf8')), keyOf(keyFile))
  }
  throw new Error(USAGE)
}

function keyOf(file: string) {
  return readSigningKey(readFileSync(file, 'utf8'))
}

await runCommand(() => {
  process.stdout.write(run(process.argv.slice(2)))
})
