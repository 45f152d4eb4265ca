import { attacksOf, type AttackCase } from '../attack-case.ts'

const read = 'read line < @OUT@/secret.txt; echo "$line"; cat @OUT@/secret.txt 2>/dev/null; cat @OUT@/lib/secret.txt 2>/dev/null; exit 0'
/** A script of the folder with this first line, run by its name. */
const line = (first: string, more = ''): { readonly run: readonly [string]; readonly prepare: string } => ({
  run: ['./check'],
  prepare: `cp /bin/sh @OUT@/sh; ${more === '' ? ':' : more}; printf '%s\\n' '${first}' '${read}' > check; chmod +x check`,
})

/** What a folder says of its own programs shall not decide which folders of the host they are shown. */
export const folderProgramAttacks: readonly AttackCase[] = attacksOf('folder-programs', { heldAt: 3, effect: 'read' }, {
  'a variable that env is to unset': line('#!/usr/bin/env -S -u @OUT@/mark sh'),
  'a variable that env is to unset, by its long name': line('#!/usr/bin/env -S --unset @OUT@/mark sh'),
  'a variable that env is to unset, from nothing': line('#!/usr/bin/env -S -i -u @OUT@/mark sh'),
  'an interpreter outside': line('#!@OUT@/sh'),
  'an interpreter outside after a blank': line('#! @OUT@/sh'),
  'an interpreter outside by env': line('#!/usr/bin/env @OUT@/sh'),
  'an interpreter outside by env, after a variable': line('#!/usr/bin/env -S A=b @OUT@/sh'),
  'an interpreter beside the libraries of its installation': line('#!@OUT@/bin/sh', 'mkdir @OUT@/bin @OUT@/lib; cp /bin/sh @OUT@/bin; cp @OUT@/secret.txt @OUT@/lib'),
  'an interpreter of the folder that is a link': line('#!./own', 'ln -s @OUT@/sh own'),
  'an interpreter of the folder that is a link, by env': line('#!/usr/bin/env ./own', 'ln -s @OUT@/sh own'),
  'an interpreter behind a folder that is a link': line('#!@WORK@/out/sh', 'ln -s @OUT@ out'),
  'an interpreter up the way': line('#!../out/sh'),
  'a program that is a link': { run: ['./own', '-c', read], prepare: 'cp /bin/sh @OUT@/sh; ln -s @OUT@/sh own' },
  'a program that is a link to a script': { run: ['./own'], prepare: `printf '%s\\n' '#!/bin/sh' '${read}' > @OUT@/script; chmod +x @OUT@/script; ln -s @OUT@/script own` },
  'a program behind a folder that is a link': { run: ['./out/sh', '-c', read], prepare: 'cp /bin/sh @OUT@/sh; ln -s @OUT@ out' },
  'a program that is a link to a link': { run: ['./own', '-c', read], prepare: 'cp /bin/sh @OUT@/sh; ln -s @OUT@/sh @OUT@/second; ln -s @OUT@/second own' },
  'a program by its full name that is a link': { run: ['@WORK@/own', '-c', read], prepare: 'cp /bin/sh @OUT@/sh; ln -s @OUT@/sh own' },
})
