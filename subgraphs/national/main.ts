import { runMember } from '@lawang/member/run'
import { openNational } from './open-national.ts'
import { NATIONAL } from './tier.ts'

await runMember(NATIONAL, openNational)
