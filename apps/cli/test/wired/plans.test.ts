import { play } from './play.ts'
import { parts } from './parts.ts'

play(parts.plans)
