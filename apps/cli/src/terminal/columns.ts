import { type Line, type Span, widthOf } from './span.ts'

/** Rows of cells as lines with aligned columns two blanks apart; those named in `right` are flush right, empty ones take no room. */
export function columns(rows: readonly (readonly Span[])[], options: { readonly right?: readonly number[]; readonly indent?: string } = {}): readonly Line[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const used = Array.from({ length: count }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) => {
    const line: Span[] = [options.indent ?? '']
    row.forEach((cell, column) => {
      const width = used[column] ?? 0
      if (width === 0) return
      if (line.length > 1) line.push('  ')
      const padding = ' '.repeat(width - widthOf(cell))
      if (options.right?.includes(column) === true) line.push(padding, cell)
      else line.push(cell, padding)
    })
    return line
  })
}
