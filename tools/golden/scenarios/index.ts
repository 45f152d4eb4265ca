import type { Scenario } from '../scenario.ts'
import { cancelled } from './cancelled.ts'
import { exhausted } from './exhausted.ts'
import { finished } from './finished.ts'
import { rolledBack } from './rolled-back.ts'

export const scenarios: readonly Scenario[] = [finished, rolledBack, cancelled, exhausted]
