import { benignChanges, type BenignChange } from './changes.ts'
import { canSay, forms, type Form } from './hand-in.ts'

export interface HandedIn {
  readonly id: string
  readonly form: Form
  readonly change: BenignChange
}

/** Every benign change in every form that can say it. */
export const handedIn: readonly HandedIn[] = forms.flatMap((form) => benignChanges.filter((change) => canSay(form, change)).map((change) => ({ id: `${form}/${change.name}`, form, change })))
