import { XMLBuilder, XMLParser } from 'fast-xml-parser'

const text = '<notes><note id="1">one</note><note id="2">two &amp; three</note></notes>'
export const scenario = {
  run() {
    const notes = new XMLParser({ ignoreAttributes: false }).parse(text)
    return new XMLBuilder({ ignoreAttributes: false }).build(notes).length
  },
}
