import { churn } from './churn.ts'
import { conflictMarker } from './conflict-marker.ts'
import { deliverableMissing } from './deliverable-missing.ts'
import { executable } from './executable.ts'
import { fileLimit } from './file-limit.ts'
import { gitPath } from './git-path.ts'
import { gitlink } from './gitlink.ts'
import { growth } from './growth.ts'
import { hiddenCharacter } from './hidden-character.ts'
import { lostSymbol } from './lost-symbol.ts'
import { nameCollision } from './name-collision.ts'
import { pathName } from './path-name.ts'
import { protectedPath } from './protected-path.ts'
import type { PathRule, Rule } from './rule.ts'
import { scope } from './scope.ts'
import { secret } from './secret.ts'
import { shrinkage } from './shrinkage.ts'
import { sizeLimit } from './size-limit.ts'
import { symlink } from './symlink.ts'
import { syntax } from './syntax.ts'
import { truncation } from './truncation.ts'
import { weakenedTest } from './weakened-test.ts'

/** Asked of every path a change touches, on either side, and of deliverables before anything is built. */
export const pathRules: readonly PathRule[] = [pathName, gitPath, scope, protectedPath]

/** From the raw difference and sizes alone. */
export const shapeRules: readonly Rule[] = [symlink, gitlink, executable, fileLimit, sizeLimit]

/** Read what the change says, and what lies around it in the tree that is kept; a new rule about content is a file beside these and a name in this list. */
export const contentRules: readonly Rule[] = [deliverableMissing, nameCollision, conflictMarker, truncation, hiddenCharacter, shrinkage, growth, churn, lostSymbol, syntax, secret, weakenedTest]
