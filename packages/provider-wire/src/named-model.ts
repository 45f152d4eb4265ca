/** Whether words name the model that was asked, which makes their limit this model's. A name that is part of a longer one is another model. */
export function namesModel(words: string, model: string): boolean {
  const name = model.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return model !== '' && new RegExp(String.raw`(?<![\w./-])${name}(?![\w-]|[.:/]\w)`, 'i').test(words)
}
