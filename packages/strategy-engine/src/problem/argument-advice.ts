import { splitArguments } from './split-arguments.ts'

/** What to write instead of a command given as one text. */
export function argumentAdvice(key: string, line: string): string {
  const none = 'there is no shell'
  const split = splitArguments(line)
  switch (split.kind) {
    case 'arguments':
      return `must be a list of a program and its arguments, ${none}; write ${key}: [${split.argv.map((word) => JSON.stringify(word)).join(', ')}]`
    case 'shell':
      return `must be a list of a program and its arguments, ${none}, so \`${split.sign}\` would not work; put the line in a script file and write ${key}: ["sh", "path/to/script.sh"]`
    case 'unfinished':
      return `must be a list of a program and its arguments, ${none}; the text has an opening ${split.quote} without its closing one`
  }
}
