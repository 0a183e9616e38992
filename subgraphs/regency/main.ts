import { runMember } from '@lawang/member/run'
import { REGENCY } from './tier.ts'

await runMember(REGENCY)
