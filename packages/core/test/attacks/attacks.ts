import type { StagedAttack } from './staged-attack.ts'
import { hostProgramAttacks } from './classes/host-programs.ts'
import { hugeInputAttacks } from './classes/huge-input.ts'
import { inheritedDescriptorAttacks } from './classes/inherited-descriptors.ts'
import { logInjectionAttacks } from './classes/log-injection.ts'
import { planFolderAttacks } from './classes/plan-folders.ts'
import { approvalReplayAttacks } from './classes/approval-replay.ts'
import { attributeAttacks, worktreeCaptureAttacks } from './classes/worktree-capture.ts'

/** Attacks that take more than one package to hold. */
export const stagedAttacks: readonly StagedAttack[] = [...approvalReplayAttacks, ...hostProgramAttacks, ...hugeInputAttacks, ...inheritedDescriptorAttacks, ...logInjectionAttacks, ...planFolderAttacks, ...attributeAttacks, ...worktreeCaptureAttacks]
