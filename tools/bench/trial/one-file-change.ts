import { moduleText } from './large-repository.ts'

/** A git diff that changes one line of a module, another one each time. */
export function oneFileChange(path: string, module: number, time: number): string {
  const [first = '', line = '', ...rest] = moduleText(module).split('\n')
  const context = rest.slice(0, 3).map((text) => ` ${text}\n`).join('')
  return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,5 +1,5 @@\n ${first}\n-${line}\n+${line} - ${time}\n${context}`
}
