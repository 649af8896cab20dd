import type { Rule } from '../rule.ts'
import { hollowBranch } from './w01-hollow-branch.ts'
import { branchWithoutCadres } from './w02-branch-without-cadres.ts'
import { hollowCommittee } from './w03-hollow-committee.ts'
import { secretaryVacancy } from './w04-secretary-vacancy.ts'
import { incompleteCommittee } from './w05-incomplete-committee.ts'
import { overdueElection } from './w06-overdue-election.ts'
import { oversizedBranch } from './w07-oversized-branch.ts'
import { missedAssemblies } from './w08-missed-assemblies.ts'
import { missedCommittees } from './w09-missed-committees.ts'
import { missedLessons } from './w10-missed-lessons.ts'
import { dormantBranch } from './w11-dormant-branch.ts'
import { unfinishedAppraisal } from './w12-unfinished-appraisal.ts'
import { unfinishedRegistration } from './w13-unfinished-registration.ts'
import { feeArrears } from './w14-fee-arrears.ts'
import { undealtArrears } from './w15-undealt-arrears.ts'
import { overageMembers } from './w16-overage-members.ts'
import { slowApproval } from './w17-slow-approval.ts'
import { missingNumbers } from './w18-missing-numbers.ts'
import { incompleteRecord } from './w19-incomplete-record.ts'
import { lowRating } from './w20-low-rating.ts'

/** Every rule there is, in the order of their ids. A new rule is one file and one line here. */
export const allRules: readonly Rule[] = [
  hollowBranch,
  branchWithoutCadres,
  hollowCommittee,
  secretaryVacancy,
  incompleteCommittee,
  overdueElection,
  oversizedBranch,
  missedAssemblies,
  missedCommittees,
  missedLessons,
  dormantBranch,
  unfinishedAppraisal,
  unfinishedRegistration,
  feeArrears,
  undealtArrears,
  overageMembers,
  slowApproval,
  missingNumbers,
  incompleteRecord,
  lowRating,
]
