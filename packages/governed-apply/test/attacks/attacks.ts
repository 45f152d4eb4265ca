import type { ChangeAttack } from './change-attack.ts'
import { patchAttacks } from './classes/patches.ts'
import { pathAttacks } from './classes/paths.ts'

/** Every attack on governed apply. */
export const changeAttacks: readonly ChangeAttack[] = [...pathAttacks, ...patchAttacks]
