/**
 * What is wrong with an organization, on purpose. Each trait is one that a rule finds: `members` W01 and W07, `cadres`
 * W02, `secretary` W04, `election` W06, `aged` W16; W03 is a matter of the tree. `founded: 'lately'` makes it exempt.
 */
export type Plight = {
  /** `uncounted`: there are enough on the roll, but too few of them count. */
  readonly members?: 'none' | 'few' | 'uncounted' | 'too-many'
  readonly cadres?: 'none'
  readonly secretary?: 'red' | 'orange' | 'yellow'
  readonly election?: 'red' | 'orange' | 'yellow'
  readonly aged?: 'orange' | 'yellow'
  readonly founded?: 'lately'
}

/** Among whom a plight is planted; `special` are the temporary, floating and graduates' branches, exempt as they are. */
export type Pool = 'adults' | 'pupils' | 'special' | 'communities'

/** How many of a pool have which plight, in a district of the usual size. */
export const plights: readonly (readonly [Pool, number, Plight])[] = [
  ['adults', 8, { members: 'none' }],
  ['adults', 26, { members: 'few' }],
  ['adults', 8, { members: 'uncounted' }],
  ['adults', 4, { members: 'none', cadres: 'none' }],
  ['adults', 3, { members: 'few', election: 'red' }],
  ['adults', 17, { cadres: 'none' }],
  ['adults', 18, { secretary: 'red' }],
  ['adults', 3, { secretary: 'red', election: 'red' }],
  ['adults', 3, { secretary: 'orange' }],
  ['adults', 2, { secretary: 'yellow' }],
  ['adults', 2, { secretary: 'orange', election: 'orange', aged: 'orange' }],
  ['adults', 20, { election: 'red' }],
  ['adults', 16, { election: 'orange' }],
  ['adults', 12, { election: 'yellow' }],
  ['adults', 4, { members: 'too-many' }],
  ['adults', 28, { aged: 'yellow' }],
  ['adults', 7, { aged: 'orange' }],
  ['adults', 8, { founded: 'lately' }],
  ['adults', 2, { founded: 'lately', members: 'few' }],
  ['adults', 2, { founded: 'lately', cadres: 'none' }],
  ['pupils', 2, { members: 'few' }],
  ['pupils', 3, { election: 'red' }],
  ['pupils', 4, { election: 'orange' }],
  ['pupils', 3, { election: 'yellow' }],
  ['special', 2, { members: 'few' }],
  ['special', 2, { cadres: 'none' }],
  ['communities', 1, { secretary: 'red' }],
  ['communities', 1, { secretary: 'orange' }],
  ['communities', 1, { election: 'red' }],
  ['communities', 2, { election: 'orange' }],
  ['communities', 2, { election: 'yellow' }],
]
