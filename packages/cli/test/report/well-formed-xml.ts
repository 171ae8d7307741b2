/** What a strict parser of XML would say against a document; empty where it is well-formed. */
export function xmlFaults(xml: string): readonly string[] {
  const faults: string[] = []
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(xml)) {
    faults.push('a character that XML forbids')
  }
  const open: string[] = []
  for (const [part] of xml.replace(/^<\?xml[^?]*\?>\n/, '').matchAll(/<[^>]*>|[^<]+/g)) {
    if (!part.startsWith('<')) {
      if (/&(?!#\d+;)|>/.test(part)) faults.push(`text ${part}`)
    } else if (part.startsWith('</')) {
      if (open.pop() !== part.slice(2, -1)) faults.push(`unexpected ${part}`)
    } else {
      const tag = /^<(?<name>\w+)(?: \w+="(?:[^"<&]|&#\d+;)*")*(?<empty>\/?)>$/.exec(part)
      if (tag?.groups === undefined) faults.push(`tag ${part}`)
      else if (tag.groups['empty'] === '') open.push(tag.groups['name'] as string)
    }
  }
  return [...faults, ...open.map((name) => `${name} is not closed`)]
}
