import JSZip from 'jszip'

export const scenario = {
  async run() {
    const zip = new JSZip()
    zip.file('note.txt', 'a note '.repeat(20))
    const packed = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
    await JSZip.loadAsync(packed)
  },
}
