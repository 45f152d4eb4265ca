import { appendFileSync } from 'node:fs'

appendFileSync('README.md', 'Use greet(name).\n')
