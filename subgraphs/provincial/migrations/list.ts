import type { MigrationObject } from '@mikro-orm/core'
import { ProvinceTables } from './0001-province.ts'

/** A province's migrations in order. A published one is never changed; a change is a new one at the end. */
export const PROVINCE_MIGRATIONS: readonly MigrationObject[] = [{ name: '0001-province', class: ProvinceTables }]
