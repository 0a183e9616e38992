import type { ManyAboutOne } from '../ports.ts'
import { countFollowers } from '../store/followers.ts'
import { clusterCase } from './cluster-case.ts'
import { followComplaint, unfollowComplaint } from './followers.ts'
import { mergeCase } from './merge-case.ts'
import { splitCase } from './split-case.ts'
import { suggestMerges } from './suggest-merges.ts'
import type { Surroundings } from './surroundings.ts'

/** Duplicates, followers, parts and clusters, over a member's database. */
export function openManyAboutOne(around: Surroundings): ManyAboutOne {
  return {
    merge: (command, actor) => mergeCase(around, command, actor),
    split: (command, actor) => splitCase(around, command, actor),
    cluster: (command, actor) => clusterCase(around, command, actor),
    suggestMerges: (government, actor) => suggestMerges(around, government, actor),
    follow: (follow, actor) => followComplaint(around, follow, actor),
    unfollow: (following) => unfollowComplaint(around, following),
    followersOf: (complaints) => countFollowers(around.database, complaints),
  }
}
