// The builder of the phase `changelog`: no model, a command of the project's own. It runs in a checkout of the phase's own.
import { writeFileSync } from 'node:fs'

writeFileSync('CHANGELOG.md', `# Changelog

## 1.1.0

- \`total\` takes a discount in per cent
- \`euros\` writes an amount
- \`receipt\` prints a cart
`)
