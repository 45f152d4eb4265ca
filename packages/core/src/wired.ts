import type { Engine, EngineParts } from '@autopack/engine'
import type { AutopackParts } from './parts.ts'

/** All parts with their defaults filled in, and the engine over them. */
export type Wired = AutopackParts & EngineParts & { readonly engine: Engine }
