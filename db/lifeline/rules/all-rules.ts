import type { Rule } from '../rule.ts'
import { hollowBranch } from './w01-hollow-branch.ts'
import { branchWithoutCadres } from './w02-branch-without-cadres.ts'
import { hollowCommittee } from './w03-hollow-committee.ts'
import { secretaryVacancy } from './w04-secretary-vacancy.ts'
import { overdueElection } from './w06-overdue-election.ts'
import { oversizedBranch } from './w07-oversized-branch.ts'
import { overageMembers } from './w16-overage-members.ts'

/** Every rule there is, in the order of their ids. A new rule is one file and one line here. */
export const allRules: readonly Rule[] = [
  hollowBranch,
  branchWithoutCadres,
  hollowCommittee,
  secretaryVacancy,
  overdueElection,
  oversizedBranch,
  overageMembers,
]
