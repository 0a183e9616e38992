import { runMember } from '@lawang/member/run'
import { openProvincial } from './open-provincial.ts'
import { PROVINCIAL } from './tier.ts'

await runMember(PROVINCIAL, openProvincial)
