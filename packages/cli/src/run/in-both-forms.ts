/** A target names its options; whoever gave them on the command line knows them by another name. */
const FORMS: readonly (readonly [option: RegExp, both: string])[] = [
  [/^pkg(?= must )/, 'target.go (--go)'],
  [/(?<=give its address with )url\b/, 'url (--url)'],
]

/** A message of a target with both names of each option in it. */
export function inBothForms(message: string): string {
  return FORMS.reduce((text, [option, both]) => text.replace(option, both), message)
}
