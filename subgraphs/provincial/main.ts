import { runMember } from '@lawang/member/run'
import { PROVINCIAL } from './tier.ts'

await runMember(PROVINCIAL)
