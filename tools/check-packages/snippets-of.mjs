/** The fenced `ts` and `js` blocks of a Markdown text; one labelled `fragment` shows a part and is not run. */
export function snippetsOf(markdown) {
  return [...markdown.matchAll(/^```(ts|js)([^\n]*)\n(.*?)^```/gms)]
    .filter(([, , label]) => !label.split(/\s+/).includes('fragment'))
    .map(([, language, , code]) => ({ language, code }))
}
